import { assemble, type Services } from '#server/assemble.ts';
import { isLoopbackHost, type Config } from '#server/config.ts';
import { serve as serveHttp, type Running } from '#server/main.ts';
import { CommandRefused, type Command, type CommandContext, type Outcome } from './command.ts';

export const serve: Command = {
  usage: 'serve',
  summary: 'Runs the server until it is told to stop. Without an administrator it prints a one-time set-up link.',
  run: (context) => runServer(assemble(context.config), context),
};

/** Serves until SIGTERM or SIGINT. The line with the address is printed once requests are taken. */
export async function runServer(services: Services, { config, json }: CommandContext): Promise<Outcome> {
  try {
    refusePublicDemo(services, config);
  } catch (cause) {
    await services.close();
    throw cause;
  }
  const running = await serveHttp(services);
  announce(services, running, json);
  await stopSignal();
  await running.close();
  return { object: null, text: '' };
}

/** In a demo everybody on this machine may be anybody; other machines are let in only on purpose. */
function refusePublicDemo({ access }: Services, { host, demoPublic }: Config): void {
  if (!access.isDemo() || isLoopbackHost(host) || demoPublic) return;
  throw new CommandRefused(
    'not-allowed',
    `This data folder holds the demo; it is not served on ${host} unless CONSILIUM_DEMO_PUBLIC=1 says so.`,
  );
}

const WITHOUT_TLS =
  'Served without TLS beyond this machine: passwords and images can be read on the way. See docs/operations.md.';

function announce({ access, config }: Services, { address }: Running, json: boolean): void {
  const token = access.openSetUp();
  const setUp = token === null ? null : `${address}/set-up/${token}`;
  if (!isLoopbackHost(config.host) && !config.origin?.startsWith('https:')) console.error(WITHOUT_TLS);
  if (json) console.log(JSON.stringify({ address, setUp }));
  else {
    console.log(`Consilium is at ${address}`);
    if (setUp) console.log(`There is no administrator yet. Set one up within a day: ${setUp}`);
  }
}

const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
