/** Somebody in a browser of their own, with a record of everything that reached it. */
import { expect, type Browser, type Page } from '@playwright/test';
import { PASSWORD, type Cast, type Running } from './server.ts';

export interface Person {
  readonly page: Page;
  readonly name: string;
  /** Everything that came over WebSockets and HTTP so far, as one searchable text (bytes as Latin-1). */
  received(): string;
  /** The part of it that came over WebSockets. */
  live(): string;
  /** What the browser keeps: local storage, session storage, IndexedDB. */
  stored(): Promise<string>;
  /** Errors of the page itself. */
  readonly errors: readonly string[];
}

export async function enter(browser: Browser, { address }: Running, { name, email }: Cast): Promise<Person> {
  const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const chunks: string[] = [];
  const frames: string[] = [];
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`${name}: ${error.message}`));
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => frames.push(Buffer.from(payload).toString('latin1')));
  });
  page.on('response', (response) => {
    // Pixels are fetched by everybody; what else arrives is text.
    if (response.url().includes('/frames/')) return;
    response.body().then(
      (body) => chunks.push(body.toString('latin1')),
      () => undefined,
    );
  });
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  return {
    page,
    name,
    errors,
    received: () => [...chunks, ...frames].join('\n'),
    live: () => frames.join('\n'),
    stored: () => stored(page),
  };
}

const stored = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const kept: unknown[] = [localStorage, sessionStorage].flatMap((each) => Object.entries(each));
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name ?? '');
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error('the browser store could not be opened'));
      });
      for (const store of db.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve) => {
          const all = db.transaction(store).objectStore(store).getAll();
          all.onsuccess = () => resolve(all.result as unknown[]);
        });
        kept.push(
          name,
          store,
          ...rows.map((row) => (row instanceof Uint8Array ? new TextDecoder('latin1').decode(row) : row)),
        );
      }
      db.close();
    }
    return JSON.stringify(kept);
  });

/** Draws a closed shape with the mouse around a point of the image. @param radius in CSS pixels. */
export async function drawAround(page: Page, at: { x: number; y: number }, radius: number): Promise<void> {
  const steps = 24;
  const point = (i: number): [number, number] => [
    at.x + radius * Math.cos((2 * Math.PI * i) / steps),
    at.y + radius * Math.sin((2 * Math.PI * i) / steps),
  ];
  await page.mouse.move(...point(0));
  await page.mouse.down();
  for (let i = 1; i <= steps; i++) await page.mouse.move(...point(i), { steps: 3 });
  await page.mouse.up();
}
