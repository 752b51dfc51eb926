/** Names of the shared documents. They are made and parsed here and nowhere else. */
import {
  idOf,
  isId,
  type Id,
  type ItemId,
  type ProtocolId,
  type ReadId,
  type Seat,
  type SessionId,
} from '#domain/kernel/id.ts';

export type DocumentName =
  /** One reader's private draft. */
  | { readonly kind: 'read'; readonly read: ReadId }
  /** The shared table of one item of a session. */
  | { readonly kind: 'table'; readonly session: SessionId; readonly item: ItemId }
  /** What every participant of a session may see now; written by the server alone. */
  | { readonly kind: 'record'; readonly session: SessionId }
  /** What one person of a session may see now; written by the server alone. */
  | { readonly kind: 'seat'; readonly session: SessionId; readonly seat: Seat }
  /** A protocol being drafted. */
  | { readonly kind: 'protocol'; readonly protocol: ProtocolId };

/** The name as it travels and is stored: `table:<session>:<item>`. */
export function textOf(name: DocumentName): string {
  switch (name.kind) {
    case 'read':
      return `read:${name.read}`;
    case 'table':
      return `table:${name.session}:${name.item}`;
    case 'record':
      return `record:${name.session}`;
    case 'seat':
      return `seat:${name.session}:${name.seat}`;
    case 'protocol':
      return `protocol:${name.protocol}`;
  }
}

/** Null for anything that is not exactly one of our names. */
export function documentNameOf(text: string): DocumentName | null {
  const [kind, first, second, ...rest] = text.split(':');
  if (rest.length > 0) return null;
  if (second === undefined) return isIdText(first) ? single(kind, first) : null;
  return isIdText(first) && isIdText(second) ? double(kind, first, second) : null;
}

/** Documents only the server writes. */
export const isProjection = (name: DocumentName): boolean => name.kind === 'record' || name.kind === 'seat';

const isIdText = (part: string | undefined): part is Id<never> => part !== undefined && isId(part);

function single(kind: string | undefined, id: string): DocumentName | null {
  switch (kind) {
    case 'read':
      return { kind, read: idOf<ReadId>(id) };
    case 'record':
      return { kind, session: idOf<SessionId>(id) };
    case 'protocol':
      return { kind, protocol: idOf<ProtocolId>(id) };
    default:
      return null;
  }
}

function double(kind: string | undefined, first: string, second: string): DocumentName | null {
  const session = idOf<SessionId>(first);
  if (kind === 'table') return { kind, session, item: idOf<ItemId>(second) };
  if (kind === 'seat') return { kind, session, seat: idOf<Seat>(second) };
  return null;
}
