import { expect, it } from 'vitest';
import { createSessions } from './sessions.ts';
import { memoryRoom, sessionTableOn } from '#tests/factories/session-table.ts';
import { testStore } from '#tests/factories/store.ts';

it('[CH13] what a server could not show any more is shown at the next start, however long that takes', async () => {
  const { test, id, panel, send } = await sessionTableOn(testStore(), memoryRoom());
  await send(panel.people.lead, { type: 'join' });
  await send(panel.people.lead, { type: 'open-session' });
  await send(panel.people.lead, { type: 'close-session' });

  test.advance(5 * 86_400_000);
  const room = memoryRoom();
  const later = createSessions({ ...test, room, showingFailed: () => undefined });
  await later.start();
  later.close();
  expect(room.wire.find((line) => line.startsWith(`record:${id}`))).toContain('"state":"closed"');
});
