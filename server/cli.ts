/**
 * The `consilium` command. One file per command in `cli/`; adding one is one line here. `--json` prints one object;
 * exit 0: done, 1: refused or failed, 2: wrong usage.
 */
import { BadEnvironment, configFrom } from './config.ts';
import { agreement } from './cli/agreement.ts';
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
  agreement,
  phantom,
  users,
  verify,
  backup,
  restore,
};

/** Where a command reads its settings and writes its lines: the process, or a test. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The answer. */
  readonly out: (line: string) => void;
  /** Progress, usage and failures, for people: stdout holds the answer alone. */
  readonly err: (line: string) => void;
}

const PROCESS: Terminal = {
  env: process.env,
  out: (line) => console.log(line),
  err: (line) => console.error(line),
};

/** @returns the exit code. */
export async function main(argv: readonly string[], terminal: Terminal = PROCESS): Promise<number> {
  const json = argv.includes('--json');
  const [name = '', ...args] = argv.filter((argument) => argument !== '--json');
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) return wrongUsage(name, argv, terminal);
  try {
    const outcome = await command.run({ args, json, config: configFrom(terminal.env), say: terminal.err });
    print(outcome, json, terminal);
    return outcome.failed === true ? 1 : 0;
  } catch (cause) {
    return failed(cause, { json, usage: command.usage, terminal });
  }
}

function print({ object, text }: Outcome, json: boolean, { out }: Terminal): void {
  if (json && object !== null) out(JSON.stringify(object));
  else if (!json && text) out(text);
}

function wrongUsage(name: string, argv: readonly string[], { out, err }: Terminal): number {
  const asked = name === 'help' || argv.includes('--help') || argv.includes('-h');
  const commands = Object.values(COMMANDS).map(({ usage, summary }) => `  consilium ${usage}\n      ${summary}`);
  const exits = '--json prints one object; exit 0 done, 1 refused or failed, 2 usage';
  const page = ['usage:', ...commands, '', exits].join('\n');
  if (asked) out(page);
  else err(name ? `unknown command “${name}”\n${page}` : page);
  return asked ? 0 : 2;
}

interface Failing {
  readonly json: boolean;
  readonly usage: string;
  readonly terminal: Terminal;
}

function failed(cause: unknown, { json, usage, terminal: { out, err } }: Failing): number {
  if (cause instanceof UsageError || isBadOption(cause)) {
    err(`${cause.message}\nusage: consilium ${usage}`);
    return 2;
  }
  if (cause instanceof BadEnvironment) {
    err(cause.message);
    return 2;
  }
  const refused = cause instanceof CommandRefused;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (json) out(JSON.stringify({ code: refused ? cause.code : 'failed', message }));
  // What nobody expected is shown with where it happened.
  else err(cause instanceof Error && !refused ? (cause.stack ?? message) : message);
  return 1;
}

const isBadOption = (cause: unknown): cause is Error =>
  cause instanceof Error && 'code' in cause && String(cause.code).startsWith('ERR_PARSE_ARGS');
