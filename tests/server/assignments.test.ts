/** A lead plans who reads what, over the services of the whole server. */
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { WorklistQuerySchema, type WorklistLine } from '#contract/worklist.ts';
import type { Actor } from '#domain/access/actor.ts';
import { setCaseState } from '#server/store/cases.ts';
import { reads } from '#server/store/schema/reading.ts';
import { valueOf } from '#tests/factories/access.ts';
import { assignedStudy, caseOfRead, planFor, type Study } from '#tests/factories/assigned.ts';

const planned = (at: Study, over: Parameters<typeof planFor>[1] = {}) => {
  const plan = planFor(at, over);
  const { digest } = valueOf(at.services.assignment.preview(at.lead, at.project, plan));
  return valueOf(at.services.assignment.apply(at.lead, at.project, { ...plan, digest }));
};

function wholeList(at: Study, reader: Actor, asked: Readonly<Record<string, string>> = {}): WorklistLine[] {
  const lines: WorklistLine[] = [];
  let after: string | null = '';
  while (after !== null) {
    const query = v.parse(WorklistQuerySchema, { ...asked, after });
    const page = at.services.reading.worklistPage(reader, query);
    lines.push(...page.lines);
    after = page.next;
  }
  return lines;
}

describe('planning', () => {
  it('[WL8] a preview says who gets how many and how even pairs are, and nothing is asked for', async () => {
    const at = await assignedStudy({ cases: 12, readers: 4 });
    const shown = valueOf(
      at.services.assignment.preview(at.lead, at.project, planFor(at, { design: { kind: 'blocks', perCase: 2 } })),
    );
    expect(shown).toMatchObject({ cases: 12, reads: 24, repeats: 0, existing: 0, least: { cases: 0, pairs: 0 } });
    expect(shown.readers.map(({ cases }) => cases)).toEqual([6, 6, 6, 6]);
    expect(shown.pairRange).toEqual({ least: 2, most: 2 });
    expect(shown.kinds).toEqual([
      { kind: 'Chest CT', cases: 6 },
      { kind: 'Chest radiograph', cases: 6 },
    ]);
    expect(at.readers.map((reader) => wholeList(at, reader))).toEqual([[], [], [], []]);
  });

  it('[WL9] what is applied is what was previewed, in one commit, with the request and its seed in the ledger', async () => {
    const at = await assignedStudy({ cases: 12, readers: 4 });
    const before = at.services.ledger.head().seq;
    const { batch, assigned } = planned(at, { design: { kind: 'blocks', perCase: 2 }, seed: 9 });
    expect(assigned).toBe(24);
    const events = at.services.ledger.readAfter(before, 100);
    expect(events[0]).toMatchObject({ type: 'reads-planned', stream: `project:${at.project}`, actor: at.lead.user });
    expect(events[0]?.payload).toMatchObject({ batch, seed: 9, reads: 24, design: { kind: 'blocks', perCase: 2 } });
    expect(events.slice(1).map(({ type }) => type)).toEqual(new Array(24).fill('read-assigned'));
    expect(at.readers.map((reader) => wholeList(at, reader).length)).toEqual([6, 6, 6, 6]);
  });

  it('[WL9] a plan that is not any more what its preview showed is refused whole', async () => {
    const at = await assignedStudy({ cases: 4, readers: 2 });
    const plan = planFor(at);
    const { digest } = valueOf(at.services.assignment.preview(at.lead, at.project, plan));
    at.services.store.transact((tx) => {
      for (const one of at.cases.slice(0, 1)) setCaseState(tx, one, 'excluded', '');
    });
    expect(at.services.assignment.apply(at.lead, at.project, { ...plan, digest })).toMatchObject({
      error: { code: 'version-conflict' },
    });
    expect(wholeList(at, at.readers[0] ?? at.lead)).toEqual([]);
  });

  it('[WL9] what exists is left alone, and a plan of nothing new, or of too much, is refused', async () => {
    const at = await assignedStudy({ cases: 4, readers: 2 });
    planned(at, { to: 3 });
    const rest = valueOf(at.services.assignment.preview(at.lead, at.project, planFor(at, { unread: false })));
    expect(rest).toMatchObject({ cases: 4, reads: 4, existing: 4 });
    const again = at.services.assignment.preview(at.lead, at.project, planFor(at, { to: 3 }));
    expect(again).toMatchObject({ error: { code: 'nothing-selected' } });
    const many = planFor(at, { design: { kind: 'blocks', perCase: 3 } });
    expect(at.services.assignment.preview(at.lead, at.project, many)).toMatchObject({ error: { code: 'bad-request' } });
  });

  it('[WL10] counts of a batch are what counting its reads gives, whatever happened to them', async () => {
    const at = await assignedStudy({ cases: 6, readers: 2 });
    planned(at, { repeats: { share: 0.3, apart: 1 } });
    const [first] = wholeList(at, at.readers[0] ?? at.lead);
    const of = { project: at.project, read: first?.read ?? ('' as never) };
    valueOf(await at.services.assignment.end(at.lead, of, { how: 'withdrawn', because: 'Away' }));
    const counted = Map.groupBy(
      at.services.store.db.select().from(reads).all(),
      (row) => `${row.batchId ?? ''} ${row.userId ?? ''}`,
    );
    const shown = valueOf(at.services.assignment.progress(at.lead, at.project));
    for (const { id, readers } of shown)
      for (const { user, open, submitted } of readers) {
        const rows = counted.get(`${id} ${user}`) ?? [];
        expect(open).toBe(rows.filter(({ state }) => state === 'draft').length);
        expect(submitted).toBe(rows.filter(({ state }) => state === 'submitted').length);
      }
    expect(shown.flatMap(({ readers }) => readers)).toHaveLength(3);
  });
});

describe('repeats', () => {
  it('[WL11] a repeat cannot be told from any other read in what its reader is sent', async () => {
    const at = await assignedStudy({ cases: 20, readers: 1 });
    planned(at, { repeats: { share: 0.2, apart: 5 } });
    const [reader] = at.readers;
    if (!reader) throw new Error('no reader');
    const lines = wholeList(at, reader);
    expect(lines.map(({ caseAlias }) => caseAlias)).toEqual(
      Array.from({ length: 24 }, (_, i) => `Read ${String(i + 1)}`),
    );
    const cases = lines.map(({ read }) => caseOfRead(at, read));
    expect(new Set(cases).size).toBe(20);
    for (const { read, caseAlias } of lines) {
      const workspace = valueOf(at.services.reading.workspace(reader, read));
      expect(workspace.case.alias).toBe(caseAlias);
      expect(JSON.stringify(workspace)).not.toMatch(/"(repeats|round|again|place)"/);
      expect(JSON.stringify(lines.find((line) => line.read === read))).not.toMatch(/"(repeats|round|again|place)"/);
    }
  });
});
