import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { assemble } from '#server/assemble.ts';
import { buildIfNeeded } from '#server/build.ts';
import { createDemo } from '#server/demo.ts';
import type { Command } from './command.ts';
import { runServer } from './serve.ts';

export const start: Command = {
  usage: 'start',
  summary: 'Builds if needed, creates the demo if the data folder is empty, and serves.',
  async run(context) {
    const { config, say } = context;
    await buildIfNeeded(say);
    const fresh = !existsSync(join(config.dataFolder, 'consilium.db'));
    const services = assemble(config);
    if (fresh) {
      say('The data folder is empty: creating the demo …');
      await createDemo(services, say);
    }
    return runServer(services, context);
  },
};
