/**
 * Whether what was revealed is what was sealed: every published ballot must open, with its published nonce, the last
 * commitment of its seat on its question. Anybody with the ledger can repeat it.
 */
import type { SessionId } from '#domain/kernel/id.ts';
import type { SessionEvent, SessionEventOf } from '#domain/session/event.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { opens } from '#server/session/ballot-seal.ts';
import { sessionEventOf, streamOf } from '#server/session/session-log.ts';
import type { Ledger } from '#server/store/ledger.ts';

export interface BallotAudit {
  /** Published ballots that were checked. */
  readonly ballots: number;
  /** Those that do not open their commitment: where they stand. */
  readonly broken: readonly string[];
}

export function auditBallots(ledger: Ledger, session: SessionId): BallotAudit {
  const events = ledger.read(streamOf(session)).map(sessionEventOf);
  const commitments = new Map(events.flatMap(commitmentOf));
  const published = events.flatMap((event) => (event.type === 'revealed' ? ballotsOf(event) : []));
  const broken = published.filter(({ place, ballot }) => !opens(ballot, commitments.get(place) ?? ''));
  return { ballots: published.length, broken: broken.map(({ place }) => place) };
}

const placeOf = (at: { item: string; round: number; stage: number; seat: string }): string =>
  `item ${at.item}, round ${String(at.round)}, question ${String(at.stage)}, seat ${at.seat}`;

/** Later commitments of the same place replace earlier ones, as ballots do. */
const commitmentOf = (event: SessionEvent): [string, string][] =>
  event.type === 'ballot-cast' ? [[placeOf(event), event.commitment]] : [];

const ballotsOf = ({ item, round, stages }: SessionEventOf<'revealed'>) =>
  stages.flatMap(({ stage, ballots }) =>
    ballots.map((said) => {
      const ballot = { ...said, item, round, stage, castAt: instantOf(0) };
      return { place: placeOf(ballot), ballot };
    }),
  );
