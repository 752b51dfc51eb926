import { parseArgs } from 'node:util';
import { verifyLedger } from '#server/store/verification.ts';
import { withServices, type Command } from './command.ts';

export const verify: Command = {
  usage: 'verify [--head <hash>]',
  summary: 'Re-computes the ledger and names the first row that does not fit; --head also detects a cut-off tail.',
  run({ args, config }) {
    const { head } = parseArgs({ args: [...args], options: { head: { type: 'string' } } }).values;
    return withServices(config, ({ store }) => {
      const found = verifyLedger(store, head === undefined ? {} : { head });
      const text = found.intact
        ? `The ledger is whole: ${String(found.events)} events, head ${found.head}`
        : `The ledger is broken: ${found.message}.`;
      return Promise.resolve({ object: { ...found }, text, failed: !found.intact });
    });
  },
};
