import { writeBackup } from '#server/store/backup.ts';
import { onlyArgument, withServices, type Command } from './command.ts';

export const backup: Command = {
  usage: 'backup <file.tar>',
  summary: 'Writes database, images and keys into one tar archive while the server may keep running.',
  run({ args, config }) {
    const file = onlyArgument(args, 'the archive to write');
    return withServices(config, async ({ store }) => {
      const made = await writeBackup(store, config.dataFolder, file);
      const text = `${file}: ${String(made.blobs)} blobs, ledger head ${made.head}. Keep it safe: it holds the keys.`;
      return { object: { file, ...made }, text };
    });
  },
};
