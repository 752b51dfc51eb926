import { describe, expect, it } from 'vitest';
import type { Json } from '#domain/kernel/canonical-json.ts';
import type { Ledger, LedgerEvent } from '#server/store/ledger.ts';
import { ballot, openVote, sessionTable } from '#tests/factories/session-table.ts';
import { auditBallots } from './ballot-audit.ts';

describe('the audit of ballots', () => {
  it('[RC4] every published ballot opens its commitment, also one that replaced another', async () => {
    const at = await openVote(await sessionTable());
    const { lead, first, second } = at.panel.people;
    await at.send(first, ballot(at.item, 0, 'yes'));
    for (const person of [lead, first, second]) await at.send(person, ballot(at.item, 0, 'no'));
    expect(auditBallots(at.test.ledger, at.id)).toEqual({ ballots: 3, broken: [] });
  });

  it('[RC5] names the ballots that were published other than they were sealed', async () => {
    const at = await openVote(await sessionTable());
    const { lead, first, second } = at.panel.people;
    for (const person of [lead, first, second]) await at.send(person, ballot(at.item, 0, 'no'));
    const forged = (event: LedgerEvent): LedgerEvent =>
      event.type === 'revealed'
        ? {
            ...event,
            payload: JSON.parse(JSON.stringify(event.payload).replaceAll('because-no', 'because-yes')) as Json,
          }
        : event;
    const ledger: Ledger = { ...at.test.ledger, read: (stream) => at.test.ledger.read(stream).map(forged) };
    expect(auditBallots(ledger, at.id).broken).toHaveLength(3);
  });
});
