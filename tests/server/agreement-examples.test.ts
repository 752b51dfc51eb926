/** docs/agreement.md is what the command prints, example by example. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AGREEMENT_IDS } from '#server/cli/agreement/entry.ts';
import { agreementCommand } from '#tests/factories/agreement-command.ts';

const PAGE = readFileSync('docs/agreement.md', 'utf8');
const EXAMPLES = [...PAGE.matchAll(/^```console\n\$ npx consilium agreement (.+)\n([\s\S]*?)\n```$/gm)].map(
  ([, command = '', printed = '']) => ({ command, printed }),
);

describe('docs/agreement.md', () => {
  it.each(EXAMPLES)('[CL14] $command', async ({ command, printed }) => {
    const { code, out } = await agreementCommand(command.split(' '));
    expect([code, out.trimEnd()]).toEqual([0, printed]);
  });

  it('[CL14] has a worked example of every coefficient', () => {
    for (const id of AGREEMENT_IDS) {
      const section = PAGE.split(`\n### \`${id}\`\n`)[1]?.split('\n#')[0] ?? '';
      expect(section, id).toContain('```console');
    }
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(AGREEMENT_IDS.length);
  });
});
