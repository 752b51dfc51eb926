/** A reader's worklist on a large database: its order, its pages, and how SQLite finds them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { WorklistQuerySchema, type WorklistLine } from '#contract/worklist.ts';
import { idOf, type ReadId } from '#domain/kernel/id.ts';
import { createWorklist, PAGE, type Worklist } from '#server/reading/worklist.ts';
import { caseQuery } from '#server/store/assigned-cases.ts';
import { batchesOfReader } from '#server/store/batches.ts';
import { unaskedQuery } from '#server/store/project-counts.ts';
import { caseNumbered, casesFromQuery } from '#server/store/cases.ts';
import { openDatabase, type Store } from '#server/store/database.ts';
import { migrate } from '#server/store/migration.ts';
import { batchQuery, caseReadsQuery, placeQuery } from '#server/store/worklist.ts';
import { largeWorklist, type LargeWorklist } from '#tests/factories/large-worklist.ts';

const CASES = 4000;
const query = (asked: Readonly<Record<string, string>>) => v.parse(WorklistQuerySchema, asked);

interface World extends LargeWorklist {
  readonly store: Store;
  readonly worklist: Worklist;
}
let at: World;

beforeAll(() => {
  const store = openDatabase(':memory:');
  migrate(store);
  const large = largeWorklist(store, CASES);
  at = { ...large, store, worklist: createWorklist({ store, now: () => large.now }) };
});

afterAll(() => {
  at.store.close();
});

function walked(asked: Readonly<Record<string, string>>): WorklistLine[] {
  const lines: WorklistLine[] = [];
  let after: string | null = '';
  while (after !== null) {
    const page = at.worklist.page(at.reader, query({ ...asked, after }));
    expect(page.lines.length).toBeLessThanOrEqual(PAGE);
    lines.push(...page.lines);
    after = page.next;
  }
  return lines;
}

describe('pages', () => {
  it('[WL12] page after page names every open read of a ready case once, in the order of batches and places', () => {
    const open = walked({});
    expect(new Set(open.map(({ read }) => read)).size).toBe(open.length);
    expect(open).toHaveLength(CASES - CASES / 10 - CASES / 1000);
    const batches = [...new Set(open.map(({ batch }) => batch))];
    expect(batches).toEqual(['Batch 1', 'Batch 2', 'Batch 3', 'Batch 4']);
    const numbers = open.filter(({ batch }) => batch === 'Batch 1').map(({ caseAlias }) => Number(caseAlias.slice(5)));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(walked({ state: 'submitted' })).toHaveLength(CASES / 10);
  });

  it('[WL12] a read that is submitted or comes in while somebody pages changes no page but its own', () => {
    const first = at.worklist.page(at.reader, query({}));
    const second = at.worklist.page(at.reader, query({ after: first.next ?? '' }));
    const gone = first.lines[3]?.read ?? '';
    at.store.connection.prepare(`UPDATE reads SET state = 'submitted' WHERE id = ?`).run(gone);
    expect(at.worklist.page(at.reader, query({ after: first.next ?? '' })).lines).toEqual(second.lines);
    at.store.connection.prepare(`UPDATE reads SET state = 'draft' WHERE id = ?`).run(gone);
  });

  it('[WL13] filters by date, batch, project and number; late is said and locks nothing', () => {
    const late = walked({ due: 'late' });
    expect(new Set(late.map(({ batch }) => batch))).toEqual(new Set(['Batch 1']));
    expect(late.every((line) => line.late)).toBe(true);
    expect(new Set(walked({ due: 'week' }).map(({ batch }) => batch))).toEqual(new Set(['Batch 2', 'Batch 3']));
    expect(new Set(walked({ due: 'none' }).map(({ caseAlias }) => caseAlias.split(' ')[0]))).toEqual(new Set(['Read']));
    const { id } = at.worklist.batches(at.reader)[1] ?? { id: '' };
    expect(new Set(walked({ batch: id }).map(({ batch }) => batch))).toEqual(new Set(['Batch 2']));
    expect(walked({ project: 'another' })).toEqual([]);
    expect(walked({ number: '12' }).map(({ caseAlias }) => caseAlias)).toEqual(['Case 12', 'Read 12']);
  });

  it('[WL14] the next read is the first open one but the one at hand, and of no project the reader has left', () => {
    const [first, second] = walked({});
    if (!first || !second) throw new Error('nothing to read');
    expect(at.worklist.next(at.reader, { read: first.read, project: at.project })).toBe(second.read);
    expect(at.worklist.next(at.reader, { read: second.read, project: at.project })).toBe(first.read);
    const left = { ...at.reader, roles: new Map() };
    expect(at.worklist.page(left, query({})).lines).toEqual([]);
    expect(at.worklist.batches(left)).toEqual([]);
  });
});

describe('beside a read', () => {
  it('[WL23] stand the reads of its batch around it, submitted ones too, and which one of how many it is', () => {
    const read = walked({ batch: at.worklist.batches(at.reader)[1]?.id ?? '' })[300]?.read ?? idOf<ReadId>('');
    const { lines, position, of } = at.worklist.beside(at.reader, read);
    const here = lines.findIndex((line) => line.read === read);
    expect(lines).toHaveLength(60);
    expect([here, of]).toEqual([10, CASES / 4]);
    expect(lines.slice(0, here).filter(({ state }) => state === 'submitted').length).toBeGreaterThan(0);
    const [first] = walked({ batch: at.worklist.batches(at.reader)[1]?.id ?? '' });
    expect(at.worklist.beside(at.reader, first?.read ?? idOf<ReadId>('')).position).toBe(1);
    expect(position).toBeGreaterThan(301);
    const stranger = { ...at.reader, roles: new Map() };
    expect(at.worklist.beside(stranger, read)).toEqual({ lines: [], position: 0, of: 0, open: 0 });
  });
});

describe('[WL15] every page is found by an index and never by sorting', () => {
  const planOf = (asked: { toSQL(): { sql: string; params: unknown[] } }): string => {
    const { sql, params } = asked.toSQL();
    const rows = at.store.connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...params) as { detail: string }[];
    return rows.map(({ detail }) => detail).join('\n');
  };

  it('a page of a batch', () => {
    const [batch] = batchesOfReader(at.store.db, at.reader.user);
    if (!batch) throw new Error('no batch');
    const behind = { read: walked({})[0]?.read ?? idOf<ReadId>(''), place: 5 };
    const plan = planOf(batchQuery(at.store.db, { user: at.reader.user, batch, state: 'draft', behind, limit: 51 }));
    expect(plan).toMatch(
      /SEARCH reads USING INDEX reads_worklist \(user_id=\? AND batch_id=\? AND state=\? AND \(place,id\)>/,
    );
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
  });

  it('the reads of a number, whether a batch names cases or places', () => {
    const [batch] = batchesOfReader(at.store.db, at.reader.user).filter(({ veiled }) => veiled);
    const one = caseNumbered(at.store.db, at.project, 9)?.id;
    if (!batch || !one) throw new Error('no batch');
    const { user } = at.reader;
    const byPlace = planOf(placeQuery(at.store.db, { user, batch, place: 9 }));
    expect(byPlace).toMatch(/INDEX reads_worklist \(user_id=\? AND batch_id=\? AND state=\? AND place=\?\)/);
    const byCase = planOf(caseReadsQuery(at.store.db, { user, one }));
    expect(byCase).toMatch(/INDEX reads_person \(case_id=\? AND user_id=\?\)/);
    expect(byPlace + byCase).not.toMatch(/SCAN|TEMP B-TREE/);
  });

  it('what is ready and asked of nobody', () => {
    const unasked = planOf(unaskedQuery(at.store.db, { project: at.project, but: [], limit: 10 }));
    expect(unasked).toMatch(/INDEX cases_unread \(project_id=\? AND state=\? AND reads=\?\)/);
  });

  it('[AS2] a page of the list of cases, of all or of one state', () => {
    const asked = { project: at.project, from: 100, limit: 51 };
    const all = planOf(casesFromQuery(at.store.db, { ...asked, state: null }));
    expect(all).toMatch(/SEARCH cases USING INDEX cases_number \(project_id=\? AND number>\?\)/);
    const ready = planOf(casesFromQuery(at.store.db, { ...asked, state: 'ready' }));
    expect(ready).toMatch(/SEARCH cases USING INDEX cases_state \(project_id=\? AND state=\? AND number>\?\)/);
    expect(all + ready).not.toMatch(/SCAN|TEMP B-TREE/);
  });

  it('a page of cases of a lead', () => {
    const plan = planOf(caseQuery(at.store.db, { project: at.project, behind: 100, limit: 51 }));
    expect(plan).toMatch(
      /SEARCH cases USING (COVERING )?INDEX cases_state \(project_id=\? AND state=\? AND number>\?\)/,
    );
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
  });
});
