/** A lead plans who reads what, over the services of the whole server. */
import { describe, expect, it } from 'vitest';
import { putAnswer } from '#documents/read.ts';
import type { Actor } from '#domain/access/actor.ts';
import { idOf, type ReadId } from '#domain/kernel/id.ts';
import { setCaseState } from '#server/store/cases.ts';
import { cases } from '#server/store/schema/ingest.ts';
import { reads } from '#server/store/schema/reading.ts';
import { valueOf } from '#tests/factories/access.ts';
import { assignedStudy, caseOfRead, planFor, planned, wholeList, type Study } from '#tests/factories/assigned.ts';

describe('planning', () => {
  it('[WL8] a preview says who gets how many and how even pairs are, and nothing is asked for', async () => {
    const at = await assignedStudy({ cases: 12, readers: 4 });
    const shown = valueOf(
      await at.services.assignment.preview(
        at.lead,
        at.project,
        planFor(at, { design: { kind: 'blocks', perCase: 2 } }),
      ),
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
    const { batch, assigned } = await planned(at, { design: { kind: 'blocks', perCase: 2 }, seed: 9 });
    expect(assigned).toBe(24);
    const events = at.services.ledger.readAfter(before, 100);
    expect(events[0]).toMatchObject({ type: 'reads-planned', stream: `project:${at.project}`, actor: at.lead.user });
    expect(events[0]?.payload).toMatchObject({ batch, seed: 9, reads: 24, design: { kind: 'blocks', perCase: 2 } });
    expect(events.slice(1).map(({ type }) => type)).toEqual(new Array(12).fill('reads-assigned'));
    expect(at.readers.map((reader) => wholeList(at, reader).length)).toEqual([6, 6, 6, 6]);
  });

  it('[WL9] a plan that is not any more what its preview showed is refused whole', async () => {
    const at = await assignedStudy({ cases: 4, readers: 2 });
    const plan = planFor(at);
    const { digest } = valueOf(await at.services.assignment.preview(at.lead, at.project, plan));
    at.services.store.transact((tx) => {
      for (const one of at.cases.slice(0, 1)) setCaseState(tx, one, 'excluded', '');
    });
    expect(await at.services.assignment.apply(at.lead, at.project, { ...plan, digest })).toMatchObject({
      error: { code: 'version-conflict' },
    });
    expect(wholeList(at, at.readers[0] ?? at.lead)).toEqual([]);
  });

  it('[AS8] what happens while a plan is worked out aside makes it anew; where it is another one then, it is refused whole', async () => {
    const at = await assignedStudy({ cases: 30, readers: 30 });
    const { assignment, ingest } = at.services;
    const [ada, ben] = at.readers;
    const [one] = at.cases;
    if (!ada || !ben || !one) throw new Error('nothing to plan');
    const plan = planFor(at, { design: { kind: 'blocks', perCase: 3 }, to: 31 });
    const { digest } = valueOf(await assignment.preview(at.lead, at.project, plan));
    const begun = assignment.apply(at.lead, at.project, { ...plan, to: 16, digest });
    expect(await begun).toMatchObject({ error: { code: 'version-conflict' } });
    const noted = assignment.apply(at.lead, at.project, { ...plan, digest });
    valueOf(
      assignment.note(at.lead, { project: at.project, user: ada.user }, { institution: 'General', expertise: [] }),
    );
    expect(valueOf(await noted)).toMatchObject({ assigned: 90 });
    const again = { ...plan, unread: false, readers: at.readers.slice(0, 25).map(({ user }) => user), seed: 2 };
    const shown = valueOf(await assignment.preview(at.lead, at.project, again));
    const before = at.services.store.db.select().from(reads).all().length;
    const late = assignment.apply(at.lead, at.project, { ...again, digest: shown.digest });
    valueOf(ingest.exclude(at.lead, one, 'blurred'));
    expect(await late).toMatchObject({ error: { code: 'version-conflict' } });
    expect(at.services.store.db.select().from(reads).all()).toHaveLength(before);
  });

  it('[WL9] what exists is left alone, and a plan of nothing new, or of too much, is refused', async () => {
    const at = await assignedStudy({ cases: 4, readers: 2 });
    await planned(at, { to: 3 });
    const rest = valueOf(await at.services.assignment.preview(at.lead, at.project, planFor(at, { unread: false })));
    expect(rest).toMatchObject({ cases: 4, reads: 4, existing: 4 });
    const again = await at.services.assignment.preview(at.lead, at.project, planFor(at, { to: 3 }));
    expect(again).toMatchObject({ error: { code: 'nothing-selected' } });
    const many = planFor(at, { design: { kind: 'blocks', perCase: 3 } });
    expect(await at.services.assignment.preview(at.lead, at.project, many)).toMatchObject({
      error: { code: 'bad-request' },
    });
  });

  it('[WL10] counts of a batch are what counting its reads gives, whatever happened to them', async () => {
    const at = await assignedStudy({ cases: 6, readers: 2 });
    await planned(at, { repeats: { share: 0.3, apart: 1 } });
    const [first] = wholeList(at, at.readers[0] ?? at.lead);
    const of = { project: at.project, read: first?.read ?? idOf<ReadId>('') };
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
    const rows = at.services.store.db.select().from(reads).all();
    for (const one of at.services.store.db.select().from(cases).all()) {
      const own = rows.filter(({ caseId, state }) => caseId === one.id && (state === 'draft' || state === 'submitted'));
      expect(one.reads).toBe(own.length);
      expect(one.readsIn).toBe(own.filter(({ state }) => state === 'submitted').length);
    }
  });
});

describe('repeats', () => {
  it('[WL11] a repeat cannot be told from any other read in what its reader is sent', async () => {
    const at = await assignedStudy({ cases: 20, readers: 1 });
    await planned(at, { repeats: { share: 0.2, apart: 5 } });
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

it('[WL22] what a project has is counted in the database as its lists would count it', async () => {
  const at = await assignedStudy({ cases: 6, readers: 2 });
  await planned(at, { to: 4, repeats: { share: 0.5, apart: 1 } });
  at.services.store.transact((tx) => {
    for (const one of at.cases.slice(4, 5)) setCaseState(tx, one, 'awaiting-look', 'burnt-in text');
  });
  const counts = valueOf(at.services.assignment.counts(at.lead, at.project));
  const { empty, toLookAt, unasked } = valueOf(at.services.assignment.needs(at.lead, at.project));
  expect(empty).toBe(false);
  const list = valueOf(at.services.ingest.list(at.lead, at.project));
  const lines = valueOf(at.services.reading.list(at.lead, at.project));
  const byCase = [...Map.groupBy(lines, (line) => line.case).values()];
  expect(counts).toEqual({
    cases: list.length,
    ready: list.filter(({ state }) => state === 'ready').length,
    awaitingLook: 1,
    excluded: 0,
    assigned: byCase.length,
    reads: lines.length,
    readsIn: lines.filter(({ state }) => state === 'submitted').length,
    allIn: byCase.filter((of) => of.length >= 2 && of.every(({ state }) => state === 'submitted')).length,
  });
  expect(toLookAt.map(({ alias }) => alias)).toEqual(['Case 6']);
  const read = new Set(lines.map((line) => line.case));
  expect(unasked).toBe(list.filter(({ id, state }) => state === 'ready' && !read.has(id)).length);
});

describe('agreement of readers with themselves', () => {
  const submitAll = ({ services: { store } }: Study, but = ''): void => {
    store.connection
      .prepare(
        `UPDATE reads SET state = 'submitted', submitted_at = 1, content = ?, content_hash = 'h', journal_seq = 0
         WHERE repeats IS NULL OR repeats <> ?`,
      )
      .run('{"marks":[],"answers":{}}', but);
  };

  it('[WL19] repeats are in no figure between readers, and in one of readers with themselves when all reads are in', async () => {
    const at = await assignedStudy({ cases: 12, readers: 2 });
    await planned(at, { repeats: { share: 0.1, apart: 3 } });
    const groups = async () => {
      const { groups } = valueOf(await at.services.agreement.figures(at.lead, at.project));
      return groups.map(({ id, round, cases, raters }) => ({ id, round, cases, raters }));
    };
    submitAll(at);
    expect(await groups()).toEqual([
      { id: '1 blind identified', round: 1, cases: 12, raters: 'identified' },
      { id: 'repeats', round: 2, cases: 2, raters: 'interchangeable' },
    ]);
    const between = valueOf(await at.services.agreement.figures(at.lead, at.project)).groups[0]?.subjects[0];
    expect(between?.sheet.items.map(({ values }) => values.length)).toEqual(new Array(12).fill(2));
  });

  it('[WL19] while one read of a case is open, nothing is told of it', async () => {
    const at = await assignedStudy({ cases: 12, readers: 1 });
    await planned(at, { repeats: { share: 0.1, apart: 3 } });
    const repeated = at.services.store.db
      .select()
      .from(reads)
      .all()
      .find(({ repeats }) => repeats !== null)?.repeats;
    submitAll(at, repeated ?? '');
    expect(valueOf(await at.services.agreement.figures(at.lead, at.project)).groups).toEqual([]);
    submitAll(at);
    expect(valueOf(await at.services.agreement.figures(at.lead, at.project)).groups).toHaveLength(1);
  });
});

describe('a draft that ends', () => {
  const firstRead = (at: Study, reader: Actor) => {
    const [line] = wholeList(at, reader);
    if (!line) throw new Error('nothing to read');
    return { project: at.project, read: line.read };
  };

  it('[WL17] given to somebody else, it is closed for its reader, kept, and goes on when they are asked again', async () => {
    const at = await assignedStudy({ cases: 2, readers: 2 });
    const { assignment, reading, collab } = at.services;
    const [ada, ben] = at.readers;
    if (!ada || !ben) throw new Error('no readers');
    await planned(at, { readers: [ada.user], dueAt: null });
    const of = firstRead(at, ada);
    const name = { kind: 'read', read: of.read } as const;
    await collab.edit(name, (doc) => putAnswer(doc, 'note', 'seen by Ada'));
    const to = { how: 'reassigned', because: 'On leave', to: ben.user } as const;
    expect(valueOf(await assignment.end(at.lead, of, to))).toEqual({ ended: 1 });
    expect(reading.mayOpen(ada, of.read)).toBeNull();
    expect(reading.workspace(ada, of.read)).toMatchObject({ error: { code: 'not-found' } });
    expect(wholeList(at, ada)).toHaveLength(1);
    expect(wholeList(at, ben).map(({ read }) => caseOfRead(at, read))).toEqual([at.cases[0]]);
    const [shown] = valueOf(assignment.page(at.lead, at.project, 1)).cases;
    expect(shown?.reads.map(({ state }) => state)).toEqual(['reassigned', 'draft']);
    valueOf(reading.assign(at.lead, at.project, { cases: at.cases.slice(0, 1), readers: [ada.user] }));
    expect(reading.mayOpen(ada, of.read)).toBe('write');
    expect(JSON.stringify(collab.readDocument(name).roots)).toContain('seen by Ada');
    const types = at.services.ledger.read(`case:${at.cases[0] ?? ''}`).map(({ type }) => type);
    expect(types).toEqual(['reads-assigned', 'read-assigned', 'read-ended', 'read-resumed']);
  });

  it('[WL17] a submitted read is taken from nobody, nor is one given to somebody who reads the case already', async () => {
    const at = await assignedStudy({ cases: 1, readers: 2 });
    const [ada, ben] = at.readers;
    if (!ada || !ben) throw new Error('no readers');
    await planned(at);
    const of = firstRead(at, ada);
    const toBen = { how: 'reassigned', because: 'On leave', to: ben.user } as const;
    expect(await at.services.assignment.end(at.lead, of, toBen)).toMatchObject({ error: { code: 'bad-request' } });
    const toLead = { ...toBen, to: at.lead.user };
    expect(await at.services.assignment.end(at.lead, of, toLead)).toMatchObject({ error: { code: 'bad-request' } });
    at.services.store.connection
      .prepare(
        `UPDATE reads SET state = 'submitted', submitted_at = 1, content = ?, content_hash = 'h', journal_seq = 0`,
      )
      .run('{"marks":[],"answers":{}}');
    const withdrawn = { how: 'withdrawn', because: 'On leave' } as const;
    expect(await at.services.assignment.end(at.lead, of, withdrawn)).toMatchObject({ error: { code: 'read-closed' } });
    expect(await at.services.assignment.end(ben, of, withdrawn)).toMatchObject({ error: { code: 'not-allowed' } });
  });

  it('[WL17] the repeat of a read goes with it, and only with it', async () => {
    const at = await assignedStudy({ cases: 12, readers: 2 });
    const [ada, ben] = at.readers;
    if (!ada || !ben) throw new Error('no readers');
    await planned(at, { readers: [ada.user], repeats: { share: 0.1, apart: 3 } });
    const lines = wholeList(at, ada);
    const again = lines.findLast((line, i) =>
      lines.slice(0, i).some(({ read }) => caseOfRead(at, read) === caseOfRead(at, line.read)),
    );
    const first = lines.find(({ read }) => again && caseOfRead(at, read) === caseOfRead(at, again.read));
    if (!first || !again) throw new Error('no repeat');
    const toBen = { how: 'reassigned', because: 'On leave', to: ben.user } as const;
    const repeat = { project: at.project, read: again.read };
    expect(await at.services.assignment.end(at.lead, repeat, toBen)).toMatchObject({ error: { code: 'bad-request' } });
    const of = { project: at.project, read: first.read };
    expect(valueOf(await at.services.assignment.end(at.lead, of, toBen))).toEqual({ ended: 2 });
    expect(wholeList(at, ada)).toHaveLength(lines.length - 2);
  });
});
