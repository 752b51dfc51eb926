import { expect, it, onTestFinished } from 'vitest';
import type { ReadId } from '#domain/kernel/id.ts';
import { BUILT_IN_TEMPLATES, usualPanel, type SessionTemplate } from '#domain/plan/session-template.ts';
import { newId } from '#server/store/ids.ts';
import { insertRead } from '#server/store/reads.ts';
import { plannedItem } from '#tests/factories/agenda.ts';
import { panel } from '#tests/factories/panel.ts';
import { memoryRoom } from '#tests/factories/session-table.ts';
import { testStore } from '#tests/factories/store.ts';
import { createSessions } from './sessions.ts';

const template = BUILT_IN_TEMPLATES.find(({ id }) => id === 'two-and-an-adjudicator')?.template;

/** A session about the one case, chaired by somebody who has a read of it. */
function chairedByReader(settled: SessionTemplate) {
  const { store, ledger, now } = testStore();
  const own = panel(store, now(), settled);
  const { lead, first, second } = own.people;
  const { protocol, version, hash } = own.protocol;
  store.transact((tx) => {
    const draft = { state: 'draft', round: 1, blinding: 'blind', raters: 'identified' } as const;
    const reader = { kind: 'person', user: first.user } as const;
    insertRead(
      tx,
      { ...draft, id: newId<ReadId>(), case: own.case, reader, protocol: { protocol, version, hash } },
      now(),
    );
  });
  const sessions = createSessions({ store, ledger, now, room: memoryRoom(), showingFailed: () => undefined });
  onTestFinished(() => sessions.close());
  return (chair: 'first' | 'second') =>
    sessions.schedule(lead, {
      project: own.project,
      title: 'Panel',
      protocol: own.protocol,
      people: [
        { user: own.people[chair].user, role: 'chair' },
        { user: chair === 'first' ? second.user : first.user, role: 'panellist' },
        { user: lead.user, role: 'panellist' },
      ],
      items: [plannedItem(own.case)],
    });
}

it('[WL16] who read a case does not decide between others about it, where the template has somebody for that', async () => {
  if (!template) throw new Error('no such template');
  const schedule = chairedByReader(template);
  expect(await schedule('first')).toMatchObject({ ok: false, error: { code: 'adjudicates-own-case' } });
  expect(await schedule('second')).toMatchObject({ ok: true });
});

it('[WL16] in a panel of equals a reader may chair', async () => {
  const schedule = chairedByReader(usualPanel('Panel'));
  expect(await schedule('first')).toMatchObject({ ok: true });
});
