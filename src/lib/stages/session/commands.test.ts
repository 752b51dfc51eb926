import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { idOf, type SessionId } from '#domain/kernel/id.ts';
import { createSend } from './commands.ts';

const session = idOf<SessionId>('s');
const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });
const commandIds = (calls: readonly (readonly unknown[])[]): unknown[] =>
  calls.map(([, init]) => (JSON.parse((init as { body: string }).body) as { commandId: unknown }).commandId);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('a command that fails on the way is repeated under the same id, so that it acts once', async () => {
  const fetching = vi
    .fn<typeof fetch>()
    .mockRejectedValueOnce(new TypeError('network'))
    .mockResolvedValue(json({ accepted: true }));
  const answer = createSend(session, fetching)({ type: 'join' });
  await vi.runAllTimersAsync();
  expect(await answer).toEqual({ ok: true, value: { accepted: true } });
  const ids = commandIds(fetching.mock.calls);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

it('a refusal is an answer and is not repeated', async () => {
  const fetching = vi.fn<typeof fetch>().mockResolvedValue(json({ code: 'wrong-phase', message: 'Not now.' }, 409));
  const answer = await createSend(session, fetching)({ type: 'open-session' });
  expect(answer).toEqual({ ok: false, error: { code: 'wrong-phase', message: 'Not now.' } });
  expect(fetching).toHaveBeenCalledOnce();
});

it('a server that stays silent is said to be unreachable after three tries', async () => {
  const fetching = vi.fn<typeof fetch>().mockRejectedValue(new TypeError('network'));
  const answer = createSend(session, fetching)({ type: 'join' });
  await vi.runAllTimersAsync();
  expect(await answer).toMatchObject({ ok: false, error: { code: 'unreachable' } });
  expect(fetching).toHaveBeenCalledTimes(3);
});
