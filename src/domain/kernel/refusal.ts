/**
 * Every expected refusal in the product, as a closed vocabulary. The code is stable and for machines; the sentence is for
 * people and says what happened, what was kept and what to do. No sentence ever carries patient data.
 */
export const REFUSALS = {
  'not-signed-in': 'Please sign in first. Nothing was changed.',
  'not-allowed': 'You do not have the right to do this. Nothing was changed.',
  'not-found': 'There is no such thing here, or you may not see it.',
  'bad-json': 'The request is not valid JSON. Nothing was changed.',
  'bad-request': 'The request does not have the expected form. Nothing was changed.',
  'body-too-large': 'The request is larger than allowed. Nothing was changed.',
  'bad-credentials': 'E-mail and password do not match an account.',
  'invitation-expired': 'This invitation has expired or was already used. Ask for a new one.',
  'guest-link-used':
    'This link has been used. It works once, and whoever came in by it stays in. Ask for a new one if that was not you.',
  'guest-link-ended':
    'This link does not work: it is wrong, was withdrawn, its time is over, or the session is closed. Ask for a new one.',
  'already-signed-in': 'You are signed in here. The link was not used: sign out first, then open it again.',
  'weak-password': 'The password needs at least twelve characters.',
  'email-taken': 'An account with this e-mail exists already. Sign in, or ask an administrator to reset it.',
  'protocol-stale': 'A newer version of the protocol was published. Reload to see it; your work is kept.',
  'protocol-invalid': 'The protocol is not complete. It was not published; the draft is kept.',
  'draft-superseded':
    'A version was published that this draft does not go on from. Nothing was published; the draft is kept. Begin again from that version, or keep the draft as it is.',
  'protocol-missing': 'This project has no published protocol yet. Publish one first.',
  'read-closed': 'This read was already submitted and is frozen. Nothing was changed.',
  'unsynced-edits': 'Some of your last edits have not reached the server yet. Wait for “Saved”, then submit again.',
  'missing-fields': 'Some required fields are empty. The read stays a draft.',
  'invalid-read': 'A mark or an answer does not fit the protocol. The read stays a draft.',
  'case-not-ready': 'This case is not ready: a lead has to look at its images first.',
  'case-is-example':
    'The protocol shows this case as an example, so nobody can read it blind any more. Nothing was assigned.',
  'no-disagreements': 'There is no disagreement to put on an agenda.',
  'disagreement-gone':
    'One of these disagreements is not open any more: it is before a panel, a rule resolved it, or its reads are others now. No session was made. Look at the queue again.',
  'nothing-selected': 'Nothing was selected. Nothing was changed.',
  'plan-too-large':
    'This plan asks for more reads than can be asked for at once. Nothing was changed; plan it in parts.',
  'adjudicates-own-case':
    'The chair has the deciding vote and has a read of one of these cases. Nothing was scheduled; choose another chair, or leave the case out.',
  'session-not-open': 'The session is not open. Nothing was changed.',
  'session-closed': 'The session is closed. Nothing was changed.',
  'session-not-closed': 'The session is not closed yet. Its replay opens with the close.',
  'inside-blind-set':
    'You still have to judge a case of this session yourself. Its replay opens once your read is in or your panel is over.',
  'wrong-phase': 'This is not possible in the present phase. Nothing was changed.',
  'item-not-current': 'The panel is at another item. Nothing was changed.',
  'voting-closed': 'Voting on this question is closed. Your last submitted ballot counts.',
  'already-cast': 'Your ballot on this question is already in.',
  'not-eligible': 'You have no vote on this item.',
  'invalid-ballot': 'This is not one of the possible answers. Your ballot was not submitted.',
  'reason-required': 'Please give a reason. Nothing was submitted.',
  'ballots-missing': 'Not all ballots are in. Nothing was revealed.',
  'not-joined': 'Take your place in the session first. Nothing was changed.',
  'nobody-to-vote': 'Nobody who has a vote has joined yet. Nothing was changed.',
  'item-open': 'An item is before the panel. Seal or park it first.',
  'further-round-due': 'The rule did not pass, and the template asks for a further round first. Nothing was changed.',
  'no-round-left': 'The template allows no further round. Decide the item, or leave it unresolved.',
  'cause-required': 'Please say why the reads disagreed. The item was not sealed.',
  'casting-vote-refused':
    'A casting vote is possible only at a tie, for one of the tied answers. The item was not sealed.',
  'not-in-protocol': 'The protocol has no such clause. Nothing was changed.',
  'version-conflict': 'Somebody else changed this in the meantime. Look again, then repeat.',
  'already-presenting': 'Somebody else is presenting. Ask for the hand-over.',
  'nothing-imported': 'None of the files could be imported. Each one is listed with its reason.',
  'unreadable-archive': 'The archive cannot be read. Nothing was imported.',
  'look-not-needed': 'These images do not wait for a look.',
  'rate-limited': 'Too many requests. Wait a moment and try again; your work is kept.',
  'storage-failed': 'The server could not store this. Nothing was changed; please try again in a moment.',
} as const;

export type RefusalCode = keyof typeof REFUSALS;

export interface Refusal {
  readonly code: RefusalCode;
  /** For people. Starts as the sentence above; a place may add what exactly is missing. */
  readonly message: string;
  /** Machine-readable particulars: field ids, limits. Never patient data, never another person's work. */
  readonly details?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

export function refusal(code: RefusalCode, details?: NonNullable<Refusal['details']>): Refusal {
  return details ? { code, message: REFUSALS[code], details } : { code, message: REFUSALS[code] };
}

export const isRefusalCode = (text: string): text is RefusalCode => Object.hasOwn(REFUSALS, text);
