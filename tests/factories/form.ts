/** Forms and loads of pages, called as SvelteKit calls them; what comes back is where they lead, or their refusal. */
import { isActionFailure, isHttpError, isRedirect } from '@sveltejs/kit';
import type { Actor } from '#domain/access/actor.ts';
import { allOperations } from './route.ts';
import { refusalIn } from './wire.ts';

export type Fields = Readonly<Record<string, string>>;

export interface Sending {
  readonly params?: Fields;
  readonly actor?: Actor | null;
  readonly address?: string;
  /** Told of the cookie that is set. */
  readonly keep?: (name: string, value: string) => void;
}

/** `done`, `to /sign-in` or `410 invitation-expired`. */
export type Send = (key: string, fields: Fields, sending?: Sending) => Promise<string>;

export async function forms(): Promise<Send> {
  const operations = await allOperations();
  return async (key, fields, sending = {}) => {
    const operation = operations.find((one) => one.key === key);
    if (!operation?.run) throw new Error(`there is no ${key}`);
    try {
      const answer = await operation.run(eventOf(fields, sending));
      if (!isActionFailure(answer)) return 'done';
      return refusalIn({ status: answer.status, body: (answer.data as unknown as { refusal: unknown }).refusal });
    } catch (thrown) {
      if (isRedirect(thrown)) return `to ${thrown.location}`;
      if (isHttpError(thrown)) return refusalIn({ status: thrown.status, body: thrown.body });
      throw thrown;
    }
  };
}

function eventOf(fields: Fields, { params = {}, actor = null, address = '127.0.0.1', keep }: Sending) {
  const url = new URL('http://localhost:3000/');
  return {
    ...{ url, params, locals: { actor }, getClientAddress: () => address },
    cookies: { set: (name: string, value: string) => keep?.(name, value) },
    request: new Request(url, { method: 'POST', body: new URLSearchParams(fields), headers: { host: url.host } }),
  };
}
