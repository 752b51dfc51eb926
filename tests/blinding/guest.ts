/** Somebody who comes into one session by a link, with the cookie of a browser: the only visitor without an account. */
import type { SessionId } from '#domain/kernel/id.ts';
import { valueOf } from '#tests/factories/access.ts';
import { forms } from '#tests/factories/form.ts';
import { GUEST } from './cast.ts';
import type { House } from './house.ts';

/** Watches the session; answers the cookie. */
export async function letInGuest({ services, actors }: House, session: SessionId): Promise<string> {
  const wish = { role: 'observer', label: GUEST, hours: 72 } as const;
  const { token } = valueOf(await services.guests.invite(actors.lead, session, wish));
  const send = await forms();
  let cookie = '';
  const keep = (key: string, value: string): void => void (cookie = `${key}=${encodeURIComponent(value)}`);
  const led = await send('action:default /join/[token]', { name: GUEST, invited: 'yes' }, { params: { token }, keep });
  if (led !== `to /sessions/${session}`) throw new Error(`the guest did not enter: ${led}`);
  return cookie;
}
