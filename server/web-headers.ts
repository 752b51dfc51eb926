/** Node's header object as the web's `Headers`: a header that came several times keeps all its values. */
import type { IncomingHttpHeaders } from 'node:http';

export function webHeadersOf(received: IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(received)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, one);
  }
  return headers;
}
