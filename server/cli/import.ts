import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { ProjectId } from '#domain/kernel/id.ts';
import type { Services } from '#server/assemble.ts';
import { filesAt } from '#server/ingest/sources.ts';
import {
  accepted,
  CommandRefused,
  onlyArgument,
  UsageError,
  withServices,
  type Command,
  type CommandContext,
  type Outcome,
} from './command.ts';

/** Images, or with `--reads` a file of reads that were made elsewhere. */
export const importCommand: Command = {
  usage: 'import <folder|file|zip> --project <name or id> [--reads lidc-xml]',
  summary: 'Imports DICOM images, de-identified, or reads made elsewhere on images that are here.',
  async run(context) {
    const { values, positionals } = parseArgs({
      args: [...context.args],
      allowPositionals: true,
      options: { project: { type: 'string' }, reads: { type: 'string' } },
    });
    const path = onlyArgument(positionals, 'what to import');
    const { project, reads } = values;
    if (project === undefined) throw new UsageError('expected --project');
    if (reads !== undefined && reads !== 'lidc-xml') throw new UsageError('--reads knows lidc-xml');
    return withServices(context.config, async (services) => {
      const found = services.access.operator.projectNamed(project);
      if (!found) throw new CommandRefused('not-found', `There is no project “${project}”.`);
      if (!existsSync(path)) throw new CommandRefused('not-found', `There is no file or folder “${path}”.`);
      return reads
        ? importReads(services, found.id, path)
        : importImages(services, context, { project: found.id, path });
    });
  },
};

async function importImages(
  { ingest }: Services,
  { say }: CommandContext,
  { project, path }: { readonly project: ProjectId; readonly path: string },
): Promise<Outcome> {
  const request = {
    project,
    files: filesAt(path),
    progress: (done: { path: string; outcome: string }) => {
      if (done.outcome === 'quarantined') say(`quarantined: ${done.path}`);
    },
  };
  const report = accepted(await ingest.importFiles(null, request));
  const lines = report.quarantined.map((q) => `  ${q.path}: ${q.message} (${q.code})`);
  const text = [
    `${String(report.imported)} of ${String(report.files)} files imported in ${String(report.seconds)} s: ` +
      `${String(report.cases)} new cases, ${String(report.series)} series, ${String(report.frames)} frames.`,
    ...(lines.length > 0 ? ['Quarantined:', ...lines] : []),
  ].join('\n');
  return { object: { ...report }, text, failed: report.imported === 0 };
}

async function importReads({ importLidc }: Services, project: ProjectId, path: string): Promise<Outcome> {
  if (!statSync(path).isFile()) throw new CommandRefused('bad-request', `“${path}” is not a file of reads.`);
  const report = accepted(importLidc({ project, xml: await readFile(path, 'utf8') }));
  const text = `${String(report.reads)} reads with ${String(report.marks)} marks on ${report.case}; unblinded, interchangeable readers.`;
  return { object: { ...report }, text };
}
