/** What the environment may say, parsed once. Everything has a default that works on a fresh machine. */
import { resolve } from 'node:path';
import * as v from 'valibot';

const LOOPBACK = new Set(['::1', '[::1]', 'localhost']);
/** The whole address: `127.0.0.1.example.org` is a name somebody else owns. */
const LOOPBACK_V4 = /^127(?:\.\d{1,3}){3}$/;

const port = v.pipe(
  v.string(),
  v.regex(/^\d+$/, 'PORT must be a number'),
  v.transform(Number),
  v.maxValue(65_535, 'PORT must be at most 65535'),
);

const origin = v.pipe(
  v.string(),
  v.url('ORIGIN must be an address such as https://consilium.example.org'),
  v.transform((text) => new URL(text).origin),
  v.regex(/^https?:/, 'ORIGIN must start with http:// or https://'),
);

const environment = v.object({
  PORT: v.optional(port, '3000'),
  HOST: v.optional(v.pipe(v.string(), v.nonEmpty()), '127.0.0.1'),
  CONSILIUM_DATA: v.optional(v.pipe(v.string(), v.nonEmpty()), './data'),
  ORIGIN: v.optional(origin),
  CONSILIUM_LOG: v.optional(v.picklist(['silent', 'error', 'warn', 'info', 'debug']), 'warn'),
  CONSILIUM_DEMO_PUBLIC: v.optional(v.picklist(['0', '1']), '0'),
  ADDRESS_HEADER: v.optional(v.pipe(v.string(), v.toLowerCase())),
  XFF_DEPTH: v.optional(
    v.pipe(v.string(), v.regex(/^[1-9]\d?$/, 'XFF_DEPTH must be a number from 1'), v.transform(Number)),
    '1',
  ),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Absolute path: `consilium.db`, `blobs/`, `secrets/`. */
  readonly dataFolder: string;
  /** Where browsers find us, when ORIGIN says so; else the origin follows from each request. */
  readonly origin: string | null;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  /** A demo may be bound to other than loopback addresses. One-click sign-in stays refused there. */
  readonly demoPublic: boolean;
  /** Header in which the proxy before us names the address of the other end, in lower case; the pages use the same. */
  readonly addressHeader: string | null;
  /** How many proxies of ours stand in that header. */
  readonly forwardedDepth: number;
}

/** A sentence for people about the first variable that does not fit. */
export class BadEnvironment extends Error {}

/** @throws BadEnvironment */
export function configFrom(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = v.safeParse(environment, env);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new BadEnvironment(`${v.getDotPath(issue) ?? 'environment'}: ${issue.message}`);
  }
  const { PORT, HOST, CONSILIUM_DATA, ORIGIN, CONSILIUM_LOG, CONSILIUM_DEMO_PUBLIC, ADDRESS_HEADER, XFF_DEPTH } =
    parsed.output;
  return {
    port: PORT,
    host: HOST,
    dataFolder: resolve(CONSILIUM_DATA),
    origin: ORIGIN ?? null,
    logLevel: CONSILIUM_LOG,
    demoPublic: CONSILIUM_DEMO_PUBLIC === '1',
    addressHeader: ADDRESS_HEADER ?? null,
    forwardedDepth: XFF_DEPTH,
  };
}

export const isLoopbackHost = (host: string): boolean => LOOPBACK.has(host) || LOOPBACK_V4.test(host);
