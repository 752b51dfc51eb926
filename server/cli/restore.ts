import { restoreBackup } from '#server/store/backup.ts';
import { onlyArgument, type Command } from './command.ts';

export const restore: Command = {
  usage: 'restore <file.tar>',
  summary: 'Unpacks a backup into an empty data folder, checking every blob and the ledger.',
  async run({ args, config }) {
    const file = onlyArgument(args, 'the archive to read');
    const restored = await restoreBackup(file, config.dataFolder);
    const text = `${config.dataFolder}: ${String(restored.blobs)} blobs, ledger whole up to ${restored.head}.`;
    return { object: { folder: config.dataFolder, ...restored }, text };
  },
};
