/**
 * What one person received, in a form in which two meetings can be compared: answer by answer and frame by frame, in order,
 * with the ids that are drawn anew for every meeting under names of their own. What still differs depends on what differed.
 */
import * as Y from 'yjs';
import type { Visitor } from './cast.ts';
import type { Spoken } from './frame-words.ts';
import type { Play } from './script.ts';
import { STEPS, type Kept } from './witness.ts';

/** The state of a pointer that is gone. */
const GONE = 'null';

/** Step and door → everything that came by it. */
export type Outlook = ReadonlyMap<string, readonly string[]>;

export function outlookOf({ at, witness }: Play, who: Visitor): Outlook {
  const named = namesIn(at);
  const doors = new Map<string, string[]>();
  // Cursors and comings are passed on by timers, several at a time, and go after half a minute without news: when, in how many
  // pieces and whether they were seen to go is chance.
  const present: string[] = [];
  for (const piece of witness.pieces) {
    if (piece.who !== who || isBeat(piece)) continue;
    if (piece.spoken?.kind === 'presence')
      present.push(...piece.spoken.states.filter((state) => state !== GONE).map(named));
    else {
      const { where, told } = spelt(piece);
      const key = named(`${piece.step}: ${where}`);
      doors.set(key, [...(doors.get(key) ?? []), named(told)]);
    }
  }
  return doors.set(`${STEPS[0]}: presence`, [...new Set(present)].sort());
}

/** The doors by which one meeting can be told from the other, with the first thing that differs. */
export function differences(one: Outlook, other: Outlook): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((door) => {
    const [a = [], b = []] = [one.get(door), other.get(door)];
    if (a.length !== b.length)
      return [`${door}: ${String(a.length)} pieces against ${String(b.length)}, ${onlyIn(a, b)}`];
    const i = a.findIndex((told, n) => told !== b[n]);
    return i < 0 ? [] : [`${door}: ${excerpt(a[i] ?? '', b[i] ?? '')}`];
  });
}

/** The first piece that one meeting has more often than the other. */
function onlyIn(a: readonly string[], b: readonly string[]): string {
  const [more, fewer] = a.length > b.length ? [a, b] : [b, a];
  const left = [...fewer];
  const extra = more.find((told) => {
    const i = left.indexOf(told);
    if (i >= 0) left.splice(i, 1);
    return i < 0;
  });
  return `only in one “${(extra ?? '').slice(0, 120)}”`;
}

function excerpt(a: string, b: string): string {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  const from = Math.max(0, same - 60);
  return `“${a.slice(from, from + 120)}” against “${b.slice(from, from + 120)}”`;
}

/** The single byte that keeps a connection alive comes with time alone. */
const isBeat = ({ where, bytes }: Kept): boolean => where === 'socket' && bytes.length <= 1;

interface Spelt {
  readonly where: string;
  readonly told: string;
}

/** Set aside: the clock of the machine, and the size of the answer beside the answer. */
const ASIDE = /^(date|content-length): .*$/gm;

function spelt({ where, bytes, spoken }: Kept): Spelt {
  const text = Buffer.from(bytes).toString('latin1');
  if (where !== 'socket') return { where, told: where.endsWith('(headers)') ? text.replace(ASIDE, '') : text };
  if (!spoken) return { where, told: text };
  return { where: `socket ${spoken.name}`, told: wordsOf(spoken) };
}

const wordsOf = (spoken: Spoken): string =>
  spoken.kind === 'update' ? `update ${editIn(spoken.update)}` : JSON.stringify(spoken);

/** Clients are numbered as they occur: what they are called is drawn by chance, how much each has written is not. */
function editIn(update: Uint8Array): string {
  const clients = new Map<number, string>();
  const nameOf = (client: number): string => {
    const name = clients.get(client) ?? `client ${String(clients.size + 1)}`;
    clients.set(client, name);
    return name;
  };
  const { structs, ds } = Y.decodeUpdate(update);
  const written = structs.map((struct) => {
    const place = `${nameOf(struct.id.client)} ${String(struct.id.clock)}+${String(struct.length)}`;
    if (!(struct instanceof Y.Item)) return place;
    const { content, parentSub } = struct;
    // The place of an entry among others is drawn by lot between its neighbours.
    if (parentSub === 'order') return `${place} order`;
    const said = content instanceof Y.ContentType ? 'a type' : JSON.stringify(content.getContent());
    return `${place} ${String(parentSub)} ${said}`;
  });
  const deleted = [...ds.clients].map(([client, ranges]) => `${nameOf(client)} ${JSON.stringify(ranges)}`);
  return [...written, 'deleted', ...deleted].join('; ');
}

const ANY_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** The place itself is the matter of [BL10]. */
const PLACE = /"x":\d+,"y":\d+(?=[,}])/g;

function namesIn(at: Play['at']): (text: string) => string {
  const known = new Map<string, string>([
    [at.session, '<session>'],
    [at.project, '<project>'],
    [at.protocol.protocol, '<protocol>'],
    [at.item, '<item>'],
    [at.waiting, at.waiting === at.item ? '<item>' : '<other item>'],
    [at.draft, '<draft>'],
    ...at.cases.map((id, i): [string, string] => [id, `<case ${String(i)}>`]),
    ...Object.entries(at.actors).map(([role, { user }]): [string, string] => [user, `<${role}>`]),
    ...[...at.seats].map(([role, seat]): [string, string] => [seat, `<seat of ${role}>`]),
    ...[...at.reads].map(([role, { id }]): [string, string] => [id, `<read of ${role}>`]),
  ]);
  return (text) => text.replace(ANY_ID, (id) => known.get(id) ?? '<id>').replace(PLACE, '<place>');
}
