/** Where the work in a shared document is: durable, on its way, waiting for a connection, or refused, each with its reason. */

export type DocumentStatus =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'saved' }
  /** `waiting` changes made here are not yet durable on the server; `trouble` is why it took none of them lately. */
  | { readonly kind: 'saving'; readonly waiting: number; readonly trouble: string | null }
  /** No connection; `reason` is what the server said when it went, or ''. */
  | { readonly kind: 'offline'; readonly waiting: number; readonly reason: string }
  /** The document cannot be opened (any more). */
  | { readonly kind: 'refused'; readonly waiting: number; readonly reason: string };

export interface Standing {
  /** Changes made here that are not durable on the server. */
  readonly waiting: number;
  /** Why the server does not open the document; null while it does. */
  readonly refused: string | null;
  readonly connected: boolean;
  readonly wasConnected: boolean;
  /** Why the connection went; null while there is one, or a first try. */
  readonly lost: string | null;
  readonly trouble: string | null;
  /** The server has everything, and we have what it has. */
  readonly delivered: boolean;
}

export function statusOf(standing: Standing): DocumentStatus {
  const { waiting, refused, connected, lost, trouble } = standing;
  if (refused !== null) return { kind: 'refused', waiting, reason: refused };
  if (!connected && (standing.wasConnected || lost !== null)) return { kind: 'offline', waiting, reason: lost ?? '' };
  if (connected && waiting > 0) return { kind: 'saving', waiting, trouble };
  return standing.delivered ? { kind: 'saved' } : { kind: 'connecting' };
}
