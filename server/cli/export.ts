import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Json } from '#domain/kernel/canonical-json.ts';
import { accepted, UsageError, withServices, type Command } from './command.ts';

export const exportCommand: Command = {
  usage: 'export --project <name or id> [--format json] [--out <file>]',
  summary:
    'Writes every read, round, ballot, decision and comment of a project, with who, when and under which protocol.',
  run({ args, config }) {
    const { values } = parseArgs({
      args: [...args],
      options: { project: { type: 'string' }, format: { type: 'string', default: 'json' }, out: { type: 'string' } },
    });
    const { project, format, out } = values;
    if (project === undefined) throw new UsageError('expected --project');
    if (format !== 'json') throw new UsageError('--format knows json');
    return withServices(config, async ({ release }) => {
      const exported = accepted(release.exportProject(project));
      const text = JSON.stringify(exported, null, 1);
      if (out === undefined) return { object: JSON.parse(text) as Json, text };
      await writeFile(out, text);
      return { object: { file: out }, text: `Exported to ${out}` };
    });
  },
};
