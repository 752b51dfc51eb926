/** Until when reads are to be in, what is noted of readers, and what a lead sees of reads. */
import { describe, expect, it } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { idOf, type BatchId, type ProjectId, type ReadId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { valueOf } from '#tests/factories/access.ts';
import { assignedStudy, planFor, planned, wholeList } from '#tests/factories/assigned.ts';

describe('dates, notes and what a lead sees', () => {
  it('[WL13] a date is set, moved and lifted; being late locks nothing', async () => {
    const at = await assignedStudy({ cases: 2, readers: 1 });
    const [ada] = at.readers;
    if (!ada) throw new Error('no reader');
    const { batch } = await planned(at);
    const of = { project: at.project, batch };
    valueOf(at.services.assignment.setDue(at.lead, of, instantOf(1)));
    expect(wholeList(at, ada, { due: 'late' })).toHaveLength(2);
    expect(valueOf(at.services.assignment.progress(at.lead, at.project))).toMatchObject([
      { late: true },
      { late: false },
    ]);
    const { read } = wholeList(at, ada)[0] ?? { read: idOf<ReadId>('') };
    expect(at.services.reading.mayOpen(ada, read)).toBe('write');
    valueOf(at.services.assignment.setDue(at.lead, of, null));
    expect(wholeList(at, ada, { due: 'late' })).toEqual([]);
    const elsewhere = { ...of, project: idOf<ProjectId>('another') };
    expect(at.services.assignment.setDue(at.lead, elsewhere, null)).toMatchObject({ error: { code: 'not-allowed' } });
  });

  it('[AS4] some readers get another date for what they have open; what is submitted keeps its own, places stay', async () => {
    const at = await assignedStudy({ cases: 6, readers: 3 });
    const [ada, ben, cleo] = at.readers;
    if (!ada || !ben || !cleo) throw new Error('no readers');
    const { assignment, store } = at.services;
    const { batch } = await planned(at, { dueAt: instantOf(1), repeats: { share: 0.3, apart: 1 } });
    const before = wholeList(at, ada);
    store.connection
      .prepare(`UPDATE reads SET state = 'submitted', submitted_at = 2 WHERE id = ?`)
      .run(before[0]?.read);
    store.connection.prepare('UPDATE batch_readers SET open = open - 1, submitted = 1 WHERE user_id = ?').run(ada.user);
    const later = instantOf(Date.now() + 1e9);
    const request = { of: [{ batch, users: [ada.user, ben.user] }], dueAt: later };
    const { moved } = valueOf(assignment.moveDates(at.lead, at.project, request));
    expect(moved).toBe(before.length - 1 + wholeList(at, ben).length);
    const after = wholeList(at, ada);
    expect(after.map(({ read, caseAlias }) => [read, caseAlias])).toEqual(
      before.slice(1).map(({ read, caseAlias }) => [read, caseAlias]),
    );
    expect(after.every(({ dueAt, late, batch: name }) => dueAt === later && !late && name.endsWith(', new date'))).toBe(
      true,
    );
    expect(wholeList(at, ada, { state: 'submitted' })).toMatchObject([{ dueAt: 1, late: true }]);
    expect(wholeList(at, cleo, { due: 'late' })).toHaveLength(before.length);
    const { late } = valueOf(assignment.needs(at.lead, at.project));
    expect(late).toBe(before.length);
  });

  it('[AS4] where nobody else has anything in a batch its own date moves; what cannot be moved is refused whole', async () => {
    const at = await assignedStudy({ cases: 2, readers: 2 });
    const { assignment } = at.services;
    const { batch } = await planned(at);
    const users = at.readers.map(({ user }) => user);
    const twice = [
      { batch, users: users.slice(0, 1) },
      { batch, users },
    ];
    expect(valueOf(assignment.moveDates(at.lead, at.project, { of: twice, dueAt: instantOf(5) }))).toEqual({
      moved: 4,
    });
    const dates = () => valueOf(assignment.progress(at.lead, at.project)).map(({ id, dueAt }) => [id, dueAt]);
    expect(dates()).toContainEqual([batch, 5]);
    const stranger = {
      of: [
        { batch, users },
        { batch: idOf<BatchId>('another'), users },
      ],
      dueAt: null,
    };
    expect(assignment.moveDates(at.lead, at.project, stranger)).toMatchObject({ error: { code: 'not-found' } });
    expect(dates()).toContainEqual([batch, 5]);
    const nobody = { of: [{ batch, users: [at.lead.user] }], dueAt: null };
    expect(assignment.moveDates(at.lead, at.project, nobody)).toMatchObject({ error: { code: 'nothing-selected' } });
    const [ada] = at.readers;
    expect(ada && assignment.moveDates(ada, at.project, { of: twice, dueAt: null })).toMatchObject({
      error: { code: 'not-allowed' },
    });
  });

  it('[WL8] notes about readers make the plan by expertise, and one institution is pointed out', async () => {
    const at = await assignedStudy({ cases: 8, readers: 3 });
    const { assignment } = at.services;
    for (const [i, { user }] of at.readers.entries()) {
      const expertise = i === 0 ? ['Chest CT'] : [];
      const institution = i < 2 ? 'St. Elsewhere' : 'General';
      valueOf(assignment.note(at.lead, { project: at.project, user }, { institution, expertise }));
    }
    const plan = planFor(at, { design: { kind: 'expertise', perCase: 3 } });
    const shown = valueOf(await assignment.preview(at.lead, at.project, plan));
    expect(shown.readers.map(({ cases }) => cases)).toEqual([4, 8, 8]);
    expect(shown.short).toEqual({ count: 4, numbers: [3, 5, 7, 9] });
    expect(shown.sameInstitution).toMatchObject([{ institution: 'St. Elsewhere', cases: 4 }]);
  });

  it('[WL18] a lead who reads does not learn which of their own reads is a repeat', async () => {
    const at = await assignedStudy({ cases: 12, readers: 1 });
    const [ada] = at.readers;
    if (!ada) throw new Error('no reader');
    await planned(at, { repeats: { share: 0.2, apart: 2 } });
    const leading: Actor = { ...ada, roles: new Map([[at.project, ['lead', 'reader']]]) };
    const seen = (by: Actor) =>
      valueOf(at.services.assignment.page(by, at.project, 0)).cases.flatMap(({ reads }) => reads);
    expect(seen(at.lead).filter(({ again }) => again)).toHaveLength(2);
    expect(seen(leading).filter(({ again }) => again)).toEqual([]);
    const listed = (by: Actor) => valueOf(at.services.reading.list(by, at.project)).length;
    expect(listed(at.lead) - listed(leading)).toBe(2);
  });
});
