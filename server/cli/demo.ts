import { createDemo, describeDemo } from '#server/demo.ts';
import { withServices, type Command } from './command.ts';

export const demo: Command = {
  usage: 'demo',
  summary: 'Creates the demo in an empty data folder, or describes the one that is there.',
  run: ({ config, say }) =>
    withServices(config, async (services) => {
      if (!services.access.isDemo()) await createDemo(services, say);
      const object = await describeDemo(services);
      return { object, text: `The demo is in ${config.dataFolder}. “npm start” opens it.` };
    }),
};
