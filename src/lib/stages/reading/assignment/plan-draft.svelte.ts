/** A plan while a lead fills it in: what is asked for, what its preview showed, and whether it still is that plan. */
import { invalidateAll } from '$app/navigation';
import { AppliedSchema, PlanPreviewSchema, type Plan, type PlanPreview } from '#contract/assignments.ts';
import type { UserId } from '#domain/kernel/id.ts';
import type { Design } from '#domain/reading/assignment/assignment-plan.ts';
import { requested } from '#lib/stages/access/api-request.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { endOfDay } from './due-day.ts';
import { refusedPlan } from './plan-words.ts';

/** The last case there can be: cases that come in later are not asked for. */
const LAST = 1_000_000_000;

/** 31 random bits. */
const drawnSeed = (): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) >>> 1;

export class PlanDraft {
  name = $state('');
  /** As a date field says it: "2026-12-01", or nothing. */
  due = $state('');
  design = $state<Design['kind']>('crossed');
  perCase = $state('2');
  readers = $state.raw<readonly UserId[]>([]);
  from = $state('1');
  to = $state('');
  unread = $state(true);
  similarTogether = $state(false);
  repeats = $state(false);
  sharePercent = $state('10');
  apart = $state('20');
  seed = $state(String(drawnSeed()));
  busy = $state(false);
  error = $state<string | null>(null);
  #shown = $state.raw<{ readonly plan: string; readonly preview: PlanPreview } | null>(null);
  readonly #base: string;

  constructor(project: string, readers: readonly UserId[]) {
    this.#base = `/api/v1/projects/${project}/assignments`;
    this.readers = readers;
  }

  readonly plan = $derived.by((): Plan => ({
    name: this.name.trim() || 'Reads',
    dueAt: endOfDay(this.due),
    design: this.design === 'crossed' ? { kind: 'crossed' } : { kind: this.design, perCase: Number(this.perCase) },
    readers: [...this.readers],
    from: Number(this.from) || 1,
    to: Number(this.to) || LAST,
    unread: this.unread,
    similarTogether: this.similarTogether,
    repeats: this.repeats ? { share: Number(this.sharePercent) / 100, apart: Number(this.apart) } : null,
    seed: Number(this.seed),
  }));

  /** Gone as soon as something in the plan changes. */
  readonly preview = $derived(this.#shown?.plan === JSON.stringify(this.plan) ? this.#shown.preview : null);

  choose(user: UserId, on: boolean): void {
    const others = this.readers.filter((one) => one !== user);
    this.readers = on ? [...others, user] : others;
  }

  async look(): Promise<void> {
    const { plan } = this;
    this.busy = true;
    const address = `${this.#base}/preview`;
    const shown = await requested({ method: 'POST', address, json: plan, answer: PlanPreviewSchema });
    this.busy = false;
    this.error = shown.ok ? null : refusedPlan(shown.error, plan);
    this.#shown = shown.ok ? { plan: JSON.stringify(plan), preview: shown.value } : null;
  }

  async apply({ digest }: PlanPreview): Promise<void> {
    this.busy = true;
    const json = { ...this.plan, digest };
    const done = await requested({ method: 'POST', address: this.#base, json, answer: AppliedSchema });
    this.busy = false;
    this.error = done.ok ? null : refusedPlan(done.error, this.plan);
    this.#shown = null;
    if (!done.ok) return;
    toasts.show(`${String(done.value.assigned)} reads asked for.`, 'good');
    this.name = '';
    await invalidateAll();
  }
}
