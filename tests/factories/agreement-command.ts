/** `consilium agreement --json` as scripts call it. */
import { main } from '#server/cli.ts';

export interface PrintedCoefficient {
  readonly id: string;
  readonly weights?: string;
  readonly metric?: string;
  readonly set?: string;
  readonly value?: number;
  readonly se?: number;
  readonly ci95?: readonly [number, number] | null;
  readonly pa?: number;
  readonly pe?: number;
  readonly n?: number;
  readonly method?: string;
  readonly holdsFor?: string;
  readonly undefined?: string;
  readonly reason?: string;
  readonly details?: unknown;
}

export interface PrintedAgreement {
  readonly items?: number;
  readonly leftOut?: number;
  readonly raters?: number;
  readonly categories?: readonly (string | number)[];
  readonly clusters?: number;
  readonly warnings?: readonly { readonly code: string; readonly message: string }[];
  readonly coefficients: readonly PrintedCoefficient[];
}

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function agreementCommand(args: readonly string[]): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = { env: {}, out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
  const code = await main(['agreement', ...args], terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** @throws where the command does not end with 0 */
export async function agreementOf(args: readonly string[]): Promise<PrintedAgreement> {
  const { code, out, err } = await agreementCommand([...args, '--json']);
  if (code !== 0) throw new Error(`exit ${String(code)}: ${out}${err}`);
  return JSON.parse(out) as PrintedAgreement;
}

export const coefficientsOf = async (args: readonly string[]): Promise<PrintedCoefficient[]> => [
  ...(await agreementOf(args)).coefficients,
];
