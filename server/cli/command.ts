/** What a command of the command line is: arguments in, one object (and a text for people) out. */
import type { Json } from '#domain/kernel/canonical-json.ts';
import type { Refusal } from '#domain/kernel/refusal.ts';
import type { Result } from '#domain/kernel/result.ts';
import { assemble, type Services } from '#server/assemble.ts';
import type { Config } from '#server/config.ts';

export interface CommandContext {
  /** What follows the command's name, without `--json`. */
  readonly args: readonly string[];
  readonly json: boolean;
  readonly config: Config;
  /** Progress, for people, on stderr. */
  readonly say: (line: string) => void;
}

export interface Outcome {
  /** Null when the answer was printed on the way. */
  readonly object: Json;
  readonly text: string;
  /** The command came to an answer, and the answer is no: exit 1. */
  readonly failed?: boolean;
}

export interface Command {
  readonly usage: string;
  readonly summary: string;
  run(context: CommandContext): Promise<Outcome>;
}

/** Exit 2. */
export class UsageError extends Error {}

/** Exit 1, with a stable code. */
export class CommandRefused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** @throws CommandRefused */
export function accepted<T>(result: Result<T, Refusal>): T {
  if (result.ok) return result.value;
  throw new CommandRefused(result.error.code, result.error.message);
}

/** Builds the services on the data folder for the length of one command. */
export async function withServices<T>(config: Config, run: (services: Services) => Promise<T>): Promise<T> {
  const services = assemble(config);
  try {
    return await run(services);
  } finally {
    await services.closeConnections();
    await services.close();
  }
}

/** The only positional argument. @throws UsageError when there is none or more than one. */
export function onlyArgument(positionals: readonly string[], what: string): string {
  const [first, ...more] = positionals;
  if (first === undefined || more.length > 0) throw new UsageError(`expected one argument: ${what}`);
  return first;
}
