/** Admission: a token or the session cookie → a person → may this person open this document? Everybody else is turned away. */
import type { Extension } from '@hocuspocus/server';
import { documentNameOf } from '#documents/names.ts';
import type { Admission, Arrival, CollabContext } from './admission.ts';
import type { CollabPorts, Credentials } from './ports.ts';

/** The provider's token when it relies on the cookie of the upgrade request. */
const COOKIE_TOKEN = 'cookie';

/** Hocuspocus sends `reason` to the client; without a message it prints nothing. */
class Denied {
  readonly reason: string;
  constructor(reason: 'not-signed-in' | 'not-allowed') {
    this.reason = reason;
  }
}

export function admit(ports: CollabPorts): Extension<CollabContext> {
  return {
    async onAuthenticate({ token, documentName, context }) {
      const credentials = credentialsOf(token, context.arrival);
      const recognised = credentials && (await ports.whoIs(credentials));
      if (!recognised) throw denied('not-signed-in');
      const name = documentNameOf(documentName);
      const access = name && (await ports.mayOpen(recognised.actor, name));
      if (!access) throw denied('not-allowed');
      const admission: Admission = { ...recognised, access, name, credentials, catchUpUsed: false };
      return { admission };
    },
  };
}

function credentialsOf(token: string, { headers, fromPage }: Arrival): Credentials | null {
  if (token !== '' && token !== COOKIE_TOKEN) return { kind: 'token', token };
  const bearer = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (bearer) return { kind: 'token', token: bearer };
  return fromPage ? { kind: 'cookie', headers } : null;
}

/** An Error would be printed by Hocuspocus for every visitor who is turned away. */
const denied = (reason: 'not-signed-in' | 'not-allowed'): Error => new Denied(reason) as unknown as Error;
