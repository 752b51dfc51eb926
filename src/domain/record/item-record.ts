/**
 * The record of a session, item by item: what was settled, by which share of the panel, and what was left. A label is kept
 * with its soft form, the share of every answer that was given, so that a minority is never lost in a single value.
 */
import type { CaseId, ItemId, ReadId } from '../kernel/id.ts';
import type { FieldValue } from '../protocol/field.ts';
import type { Outcome, Verdict } from '../session/outcome.ts';
import type { ItemState, SessionState } from '../session/state.ts';

export interface ItemRecord {
  readonly item: ItemId;
  readonly number: number;
  readonly case: CaseId;
  /** Null: the record of what was settled about the case as a whole. */
  readonly finding: { readonly id: string; readonly name: string } | null;
  readonly ending: { readonly kind: 'sealed'; readonly outcome: Outcome } | { readonly kind: 'left-open' };
  /** One per question of the last round; empty unless sealed. */
  readonly softLabels: readonly SoftLabel[];
  /** Which read stood behind which letter; null where the template keeps readers aliased. */
  readonly reads: readonly { readonly letter: string; readonly read: ReadId }[] | null;
}

export interface SoftLabel {
  /** `existence`, or the id of a field of the finding or of the case. */
  readonly about: string;
  readonly answers: readonly { readonly answer: FieldValue; readonly count: number; readonly share: number }[];
  /** Ballots with an answer, the denominator of the shares. */
  readonly answered: number;
  readonly abstained: number;
}

export const itemRecords = (state: SessionState): ItemRecord[] => state.items.map((item) => itemRecord(state, item));

function itemRecord(state: SessionState, { content, outcome, reads }: ItemState): ItemRecord {
  return {
    item: content.id,
    number: content.number,
    case: content.case,
    finding: content.finding,
    ending: outcome ? { kind: 'sealed', outcome } : { kind: 'left-open' },
    softLabels: outcome?.verdicts.map(softLabel) ?? [],
    reads: outcome && namesReaders(state) && reads ? reads.map(({ letter, read }) => ({ letter, read })) : null,
  };
}

const namesReaders = ({ template, closedAt }: SessionState): boolean =>
  template.identity === 'named' || (template.identity === 'aliased-until-close' && closedAt !== null);

/** Shares are of the ballots with an answer; without any there are no shares, not zeros. */
function softLabel({ question, count }: Verdict): SoftLabel {
  const answered = count.tally.reduce((sum, entry) => sum + entry.count, 0);
  return {
    about: question.about,
    answers: count.tally.map(({ answer, count: n }) => ({ answer, count: n, share: n / answered })),
    answered,
    abstained: count.abstained,
  };
}
