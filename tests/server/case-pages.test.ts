/** The list of cases of a project, page by page. */
import { expect, it } from 'vitest';
import * as v from 'valibot';
import { CaseListQuerySchema } from '#contract/ingest.ts';
import type { CasePage } from '#server/ingest/case-service.ts';
import { setCaseState } from '#server/store/cases.ts';
import { valueOf } from '#tests/factories/access.ts';
import { assignedStudy, type Study } from '#tests/factories/assigned.ts';

function walked({ services, lead, project }: Study, state: string): string[] {
  const names: string[] = [];
  let from: number | null = 1;
  while (from !== null) {
    const asked = v.parse(CaseListQuerySchema, { state, from: String(from) });
    const page: CasePage = valueOf(services.ingest.page(lead, project, asked));
    expect(page.cases.length).toBeLessThanOrEqual(50);
    names.push(...page.cases.map(({ alias }) => alias));
    from = page.next;
  }
  return names;
}

it('[AS2] page after page names every case once, of all or of one state, as the whole list would', async () => {
  const at = await assignedStudy({ cases: 120, readers: 1 });
  const { ingest, store } = at.services;
  store.transact((tx) => {
    for (const one of at.cases.filter((_, i) => i % 3 === 0)) setCaseState(tx, one, 'excluded', 'blurred');
  });
  const all = valueOf(ingest.list(at.lead, at.project));
  const inState = (state: string) => all.flatMap((one) => (one.state === state ? [one.alias] : []));
  expect(walked(at, '')).toEqual(all.map(({ alias }) => alias));
  for (const state of ['ready', 'excluded', 'awaiting-look']) expect(walked(at, state)).toEqual(inState(state));
  const { counts, cases } = valueOf(ingest.page(at.lead, at.project, { state: 'excluded', from: 1 }));
  expect(counts).toEqual({ ready: inState('ready').length, excluded: 40, 'awaiting-look': 0 });
  const [first] = cases;
  expect(first && ingest.line(at.lead, at.project, first.id)).toEqual({ ok: true, value: first });
  const [reader] = at.readers;
  expect(reader && ingest.page(reader, at.project, { state: '', from: 1 })).toMatchObject({
    error: { code: 'not-allowed' },
  });
});

it('[AS2] an address that makes no sense is refused', () => {
  for (const odd of [{ state: 'lost' }, { from: '-1' }, { from: 'x' }, { from: '9999999999' }])
    expect(v.safeParse(CaseListQuerySchema, odd).success).toBe(false);
});
