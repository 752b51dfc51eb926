/**
 * The `consilium` command. One file per command in `cli/`; adding one is one line here. `--json` prints one object;
 * exit 0: done, 1: refused or failed, 2: wrong usage.
 */
import { BadEnvironment, configFrom } from './config.ts';
import { backup } from './cli/backup.ts';
import { CommandRefused, UsageError, type Command, type Outcome } from './cli/command.ts';
import { demo } from './cli/demo.ts';
import { exportCommand } from './cli/export.ts';
import { importCommand } from './cli/import.ts';
import { phantom } from './cli/phantom.ts';
import { restore } from './cli/restore.ts';
import { serve } from './cli/serve.ts';
import { start } from './cli/start.ts';
import { users } from './cli/users.ts';
import { verify } from './cli/verify.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  start,
  serve,
  demo,
  import: importCommand,
  export: exportCommand,
  phantom,
  users,
  verify,
  backup,
  restore,
};

/** @returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  const [name = '', ...args] = argv.filter((argument) => argument !== '--json');
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) return wrongUsage(name, argv);
  try {
    const outcome = await command.run({ args, json, config: configFrom(process.env), say: progress });
    print(json, outcome);
    return outcome.failed === true ? 1 : 0;
  } catch (cause) {
    return failed(cause, { json, usage: command.usage });
  }
}

/** What happens on the way goes to stderr, so that stdout holds the answer alone. */
const progress = (line: string): void => console.error(line);

function print(json: boolean, { object, text }: Outcome): void {
  if (json) console.log(JSON.stringify(object));
  else if (text) console.log(text);
}

function wrongUsage(name: string, argv: readonly string[]): number {
  const asked = name === 'help' || argv.includes('--help') || argv.includes('-h');
  const lines = Object.values(COMMANDS).map(({ usage, summary }) => `  consilium ${usage}\n      ${summary}`);
  const page = ['usage:', ...lines, '', '--json prints one object; exit 0 done, 1 refused or failed, 2 usage'].join(
    '\n',
  );
  if (asked) console.log(page);
  else console.error(name ? `unknown command “${name}”\n${page}` : page);
  return asked ? 0 : 2;
}

function failed(cause: unknown, { json, usage }: { readonly json: boolean; readonly usage: string }): number {
  if (cause instanceof UsageError || isBadOption(cause)) {
    console.error(`${cause.message}\nusage: consilium ${usage}`);
    return 2;
  }
  if (cause instanceof BadEnvironment) {
    console.error(cause.message);
    return 2;
  }
  const code = cause instanceof CommandRefused ? cause.code : 'failed';
  const message = cause instanceof Error ? cause.message : String(cause);
  if (json) console.log(JSON.stringify({ code, message }));
  else console.error(cause instanceof CommandRefused ? message : cause);
  return 1;
}

const isBadOption = (cause: unknown): cause is Error =>
  cause instanceof Error && 'code' in cause && String(cause.code).startsWith('ERR_PARSE_ARGS');
