import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generatePhantom, PHANTOM_KINDS } from '#server/dicom/phantom/phantom.ts';
import { onlyArgument, UsageError, type Command } from './command.ts';

export const phantom: Command = {
  usage: `phantom ${PHANTOM_KINDS.join('|')} [--seed <n>] [--out <folder>]`,
  summary: 'Writes a synthetic patient as DICOM files, with the truth about it beside them.',
  async run({ args }) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { seed: { type: 'string', default: '1' }, out: { type: 'string' } },
    });
    const name = onlyArgument(positionals, 'the kind of phantom');
    const kind = PHANTOM_KINDS.find((known) => known === name);
    const seed = Number(values.seed);
    if (!kind) throw new UsageError(`expected one of ${PHANTOM_KINDS.join(', ')}`);
    if (!Number.isInteger(seed)) throw new UsageError('--seed takes a whole number');
    const folder = values.out ?? `phantom-${kind}-${String(seed)}`;
    const { files, truth } = generatePhantom({ kind, seed });
    await mkdir(folder, { recursive: true });
    for (const file of files) await writeFile(join(folder, file.name), file.bytes);
    await writeFile(join(folder, 'truth.json'), JSON.stringify(truth, null, 1));
    return { object: { folder, files: files.length }, text: `${String(files.length)} files in ${folder}` };
  },
};
