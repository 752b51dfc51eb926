/** A guest who came in by the form of the join page, with the cookie of their browser, beside a panel on the wire. */
import type { DocumentName } from '#documents/names.ts';
import type { UserId } from '#domain/kernel/id.ts';
import type { GuestRole } from '#domain/access/guest.ts';
import type { SessionTemplate } from '#domain/plan/session-template.ts';
import { valueOf } from './access.ts';
import { sitDown, type Desk } from './collab-client.ts';
import { forms, type Send } from './form.ts';
import { panelOnWire, type PanelOnWire } from './panel-wire.ts';
import type { Answer, Asked } from './wire.ts';

export interface GuestOnWire {
  readonly user: UserId;
  /** Of the guest, as whoever invited sees them. */
  readonly id: string;
  readonly token: string;
  readonly ask: (path: string, asked?: Asked) => Promise<Answer>;
  readonly open: (name: DocumentName) => Desk;
}

export interface Guests extends PanelOnWire {
  readonly sent: Send;
  readonly invite: (role?: GuestRole) => Promise<{ readonly id: string; readonly token: string }>;
  readonly guest: (name: string, role?: GuestRole) => Promise<GuestOnWire>;
}

export async function guestsOnWire(template: Partial<SessionTemplate> = {}): Promise<Guests> {
  const at = await panelOnWire(template);
  const { services, address } = at.whole;
  const sent = await forms();
  const invite: Guests['invite'] = async (role = 'panellist') => {
    const wish = { role, label: 'Dr Pereira', hours: 72 };
    return valueOf(await services.guests.invite(at.own.people.lead, at.session, wish));
  };
  return {
    ...at,
    sent,
    invite,
    async guest(name, role) {
      const { id, token } = await invite(role);
      let cookie = '';
      const keep = (key: string, value: string): void => void (cookie = `${key}=${encodeURIComponent(value)}`);
      const led = await sent('action:default /join/[token]', { name, invited: 'yes' }, { params: { token }, keep });
      if (led !== `to /sessions/${at.session}`) throw new Error(`the guest did not enter: ${led}`);
      const user = (await services.access.whoIs(new Headers({ cookie })))?.user;
      if (!user) throw new Error('the guest is nobody');
      const headers = { cookie, origin: address };
      const url = `${address.replace('http', 'ws')}/collab`;
      return {
        ...{ user, id, token },
        ask: (path, asked = {}) => at.ask(path, { ...asked, headers: { ...asked.headers, cookie } }),
        open: (document) => sitDown(document, { url, token: '', headers }),
      };
    },
  };
}
