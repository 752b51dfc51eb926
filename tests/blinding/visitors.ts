/** The clients of everybody: a socket and requests under the person's own token, all of it kept by the witness. */
import { textOf } from '#documents/names.ts';
import { ADMITTED, VISITORS, type Visitor } from './cast.ts';
import { documentNames } from './doors.ts';
import { present, type Meeting } from './house.ts';
import { Line, type Credentials } from './line.ts';
import type { Witness } from './witness.ts';
import { YLine } from './y-line.ts';

export interface Asked {
  readonly method?: string;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whether people also ask for content after they were refused, which costs them their connection. */
export interface Trying {
  readonly pry: boolean;
}

export class Visitors {
  readonly #at: Meeting;
  readonly #witness: Witness;
  readonly #lines = new Map<Visitor, Line>();
  readonly #scripts: YLine[] = [];

  constructor(at: Meeting, witness: Witness) {
    this.#at = at;
    this.#witness = witness;
    for (const who of VISITORS) this.#lines.set(who, this.#newLine(who));
  }

  line(who: Visitor): Line {
    return present(this.#lines.get(who), who);
  }

  /** Opens what each may open: participants the record and their own seat, the drafter the draft. */
  async takeSeats(): Promise<void> {
    const { session, seats, draft } = this.#at;
    for (const who of ADMITTED) {
      const seat = present(seats.get(who), who);
      const record = textOf({ kind: 'record', session });
      await this.mustOpen(who, record);
      await this.mustOpen(who, textOf({ kind: 'seat', session, seat }));
      // The same again as a script has it, all the time.
      const script = this.#newYLine(who, record);
      this.#scripts.push(script);
      await script.answered();
    }
    await this.mustOpen('drafter', textOf({ kind: 'read', read: draft }));
  }

  async mustOpen(role: Visitor, name: string): Promise<void> {
    if ((await this.line(role).open(name)) !== 'open') throw new Error(`${role} may not open ${name}`);
  }

  /** Tries every document, let in or not, on a socket of its own. */
  async tryDocuments(who: Visitor, { pry }: Trying): Promise<void> {
    let line = this.#newLine(who);
    for (const name of documentNames(this.#at)) {
      // Some attempts cost the connection; the next one is made on a new one.
      if ((await line.open(name)) === 'cut off') {
        line = this.#newLine(who);
        await line.open(name);
      }
      if (pry) line.pry(name);
      if (pry) await line.caughtUp();
    }
    await line.caughtUp();
    line.leave();
    for (const name of pry ? documentNames(this.#at) : []) {
      const script = this.#newYLine(who, name);
      await script.answered();
      await script.caughtUp();
      script.leave();
    }
  }

  async ask(who: Visitor, path: string, { method = 'GET', json, headers = {} }: Asked = {}): Promise<Response> {
    const response = await fetch(`${this.#at.whole.address}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...this.#headersOf(who),
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    const body = Buffer.from(await response.clone().arrayBuffer()).toString('latin1');
    const head = [String(response.status), ...[...response.headers].map(([name, value]) => `${name}: ${value}`)];
    const where = `${method} ${path}`;
    // What somebody asked with is no news to them: the sign-in page is told where they wanted to go.
    const wanted = encodeURIComponent(path.replace(/\/__data\.json$/, ''));
    const told = head.join('\n').replaceAll(wanted, '').replaceAll(path, '');
    this.#witness.keep({ who, where: `${where} (headers)`, bytes: Buffer.from(told) });
    this.#witness.keep({ who, where, bytes: Buffer.from(body.replaceAll(wanted, ''), 'latin1') });
    return response;
  }

  /** Everybody asks for all of these, and tries every document. */
  async lookAround(paths: readonly string[], how: Trying): Promise<void> {
    // One after the other: what is prepared once is prepared for the same person in every meeting.
    for (const who of VISITORS) for (const path of paths) await this.ask(who, path);
    for (const who of VISITORS) await this.tryDocuments(who, how);
    await this.arrived();
  }

  /** What was sent so far has arrived, and what stands in the documents of each is kept as well. */
  async arrived(): Promise<void> {
    await this.#at.services.session.settled(this.#at.session);
    for (const script of this.#scripts) await script.caughtUp();
    for (const who of VISITORS) {
      const line = this.line(who);
      await line.caughtUp();
      for (const [name, doc] of line.docs) {
        const roots = Object.fromEntries([...doc.share.keys()].map((root) => [root, doc.getMap(root).toJSON()]));
        this.#witness.keep({ who, where: `document ${name}`, bytes: Buffer.from(JSON.stringify(roots)) });
      }
    }
  }

  #credentialsOf(who: Visitor): Credentials {
    if (who === 'nobody') return {};
    return who === 'guest' ? { cookie: this.#at.cookie } : { token: this.#at.tokens[who] };
  }

  #headersOf(who: Visitor): Record<string, string> {
    const { token, cookie } = this.#credentialsOf(who);
    return {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(cookie !== undefined && { cookie, origin: this.#at.whole.address }),
    };
  }

  #newYLine(who: Visitor, name: string): YLine {
    const script = new YLine({
      address: this.#at.whole.address,
      name,
      headers: this.#headersOf(who),
      arrived: (bytes, spoken) =>
        this.#witness.keep({ who, where: spoken ? 'socket' : `y-websocket ${name}`, bytes, spoken }),
    });
    this.#at.atEnd(() => script.leave());
    return script;
  }

  #newLine(who: Visitor): Line {
    const line = new Line(this.#at.whole.address, this.#credentialsOf(who), (bytes, spoken) =>
      this.#witness.keep({ who, where: 'socket', bytes, spoken }),
    );
    this.#at.atEnd(() => line.leave());
    return line;
  }
}
