/**
 * The stop-watch inside the page. It looks from outside, at what a person would see: an image counts as shown when the
 * renderer has reported a drawing, the canvas holds a picture and is visible, and the corner names that case and slice.
 */

export interface Opened {
  /** All times in ms since the page's navigation began. */
  readonly at: number;
  /** When these had arrived; null for what was not fetched by this page. */
  readonly milestones: Readonly<Record<'code' | 'list' | 'frame', number | null>>;
  readonly drawnBy: string;
}

export interface Jump {
  readonly ms: number;
  /** The slice had not arrived when it was asked for. */
  readonly uncached: boolean;
}

export interface Scroll {
  /** Ms from one image shown to the next. */
  readonly intervals: readonly number[];
  /** How many of the images differed from the one before. */
  readonly changes: number;
}

export interface Probe {
  /** Resolves in the first task after the animation frame that shows an image of the case of this name. */
  opened(alias: string): Promise<Opened>;
  /** Clicks the link to another read, and waits for its first image. `at` and milestones count from the click. */
  goTo(read: string, alias: string): Promise<Opened>;
  /** When the last of so many frames had arrived, counted in requests made since then. */
  received(count: number, since: number): Promise<number>;
  /** From the first to the last slice, each one asked for when the one before is shown. */
  scroll(count: number, check: boolean): Promise<Scroll>;
  /** Across the stack, to slices that are far from all that were shown before. @param urls of the frames in order. */
  jumps(urls: readonly string[]): Promise<readonly Jump[]>;
}

declare global {
  interface Window {
    bench: Probe;
  }
}

/** Runs in the page before any of its scripts. Self-contained: it travels as text. */
export function installProbe(): void {
  const rendered = new Set<() => void>();
  addEventListener('CORNERSTONE_IMAGE_RENDERED', () => [...rendered].forEach((run) => run()), true);
  performance.setResourceTimingBufferSize(10_000);
  const small = new OffscreenCanvas(32, 32).getContext('2d', { willReadFrequently: true });

  const textOf = (selector: string): string => document.querySelector(selector)?.textContent.trim() ?? '';
  const placeShown = (): string => /\d+\/\d+/.exec(textOf('.viewport .corner.top.right'))?.[0] ?? '';
  const pixels = (): HTMLElement | null => document.querySelector<HTMLElement>('.viewport .pixels');
  const frameText = (): string => {
    const canvas = pixels()?.querySelector('canvas');
    if (!canvas || !small) return '';
    small.clearRect(0, 0, 32, 32);
    small.drawImage(canvas, 0, 0, 32, 32);
    return small.getImageData(0, 0, 32, 32).data.join();
  };
  const isPicture = (): boolean => new Set(frameText().split(',')).size > 8;
  const presented = (): Promise<number> =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(null);
      });
    });
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const changes = new MutationObserver(() => check());
      const check = (): void => {
        if (!holds()) return;
        rendered.delete(check);
        changes.disconnect();
        resolve();
      };
      rendered.add(check);
      changes.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['style'] });
    });

  const resources = (since: number): PerformanceResourceTiming[] =>
    performance
      .getEntriesByType('resource')
      .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming)
      .filter((entry) => entry.startTime >= since && entry.responseEnd > 0);
  const framesSince = (since: number): PerformanceResourceTiming[] =>
    resources(since).filter(({ name }) => name.includes('/frames/'));

  function milestones(since: number): Opened['milestones'] {
    const all = resources(since);
    const end = (of: PerformanceResourceTiming | undefined): number | null => (of ? of.responseEnd - since : null);
    const largest = all
      .filter(({ name }) => name.endsWith('.js'))
      .sort((a, b) => b.decodedBodySize - a.decodedBodySize)[0];
    const byEnd = framesSince(since).sort((a, b) => a.responseEnd - b.responseEnd);
    return { code: end(largest), list: end(all.find(({ name }) => name.endsWith('/images'))), frame: end(byEnd[0]) };
  }

  async function shownSince(since: number, alias: string): Promise<Opened> {
    let drawings = 0;
    const count = (): void => {
      drawings++;
    };
    rendered.add(count);
    await until(
      () =>
        drawings > 0 &&
        textOf('.viewport .corner.top.left b') === alias &&
        pixels()?.style.visibility === '' &&
        isPicture(),
    );
    const at = (await presented()) - since;
    rendered.delete(count);
    return { at, milestones: milestones(since), drawnBy: pixels()?.dataset['drawnBy'] ?? 'unknown' };
  }

  /** Ms until the slice with this 0-based index is shown after a key. */
  function pressed(key: string, index: number, count: number): Promise<number> {
    const begun = performance.now();
    const wanted = `${String(index + 1)}/${String(count)}`;
    return new Promise((resolve) => {
      const check = (): void => {
        if (placeShown() !== wanted) return;
        rendered.delete(check);
        resolve(performance.now() - begun);
      };
      rendered.add(check);
      const target = document.querySelector('.viewport');
      target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    });
  }

  window.bench = {
    opened: (alias) => shownSince(0, alias),
    goTo(read, alias) {
      const since = performance.now();
      const shown = shownSince(since, alias);
      document.querySelector<HTMLElement>(`a[href="/reads/${read}"]`)?.click();
      return shown;
    },
    received: (count, since) =>
      new Promise((resolve) => {
        const look = (): void => {
          const ends = new Map(framesSince(since).map(({ name, responseEnd }) => [name, responseEnd]));
          if (ends.size < count) return;
          observer.disconnect();
          resolve(Math.max(...ends.values()));
        };
        const observer = new PerformanceObserver(look);
        observer.observe({ type: 'resource', buffered: true });
      }),
    async scroll(count, check) {
      await pressed('Home', 0, count);
      const intervals: number[] = [];
      let changes = 0;
      let before = check ? frameText() : '';
      for (let index = 1; index < count; index++) {
        intervals.push(await pressed('ArrowDown', index, count));
        const now = check ? frameText() : '';
        if (now !== before) changes++;
        before = now;
      }
      return { intervals, changes };
    },
    async jumps(urls) {
      const count = urls.length;
      let at = Number(placeShown().split('/')[0]) - 1;
      const done: { ms: number; uncached: boolean }[] = [];
      const jump = async (key: string, index: number): Promise<void> => {
        const arrived = new Set(framesSince(0).map(({ name }) => new URL(name).pathname));
        const uncached = !arrived.has(urls[index] ?? '');
        done.push({ ms: await pressed(key, index, count), uncached });
        at = index;
      };
      await jump('End', count - 1);
      for (let i = 0; i < 2; i++) await jump('PageUp', at - 10);
      await jump('Home', 0);
      for (let i = 0; i < 3; i++) await jump('PageDown', at + 10);
      return done;
    },
  };
}
