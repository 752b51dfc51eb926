/** `npm run bench -- <name> [--json]`: one measurement with its peers, side by side from one run. */
import { parseArgs } from 'node:util';
import { benchAgreement } from './agreement.ts';
import { benchCollab } from './collab.ts';
import { benchGrowth } from './growth.ts';
import { benchJournal } from './journal.ts';
import { benchMatching } from './matching.ts';
import { benchReveal } from './reveal.ts';
import { benchSoak } from './soak.ts';
import { benchViewer } from './viewer.ts';
import { benchWorklist } from './worklist.ts';

export interface BenchRequest {
  readonly repetitions: number;
  /** Progress, for people; it never mixes with the answer. */
  readonly say: (line: string) => void;
}

export interface BenchAnswer {
  /** One object for `--json`. */
  readonly json: object;
  /** The same as a small table. */
  readonly text: string;
}

interface Bench {
  readonly run: (request: BenchRequest) => Promise<BenchAnswer>;
  /** How often each measurement is made unless somebody asks for another number. */
  readonly repetitions: number;
}

const BENCHES: Readonly<Record<string, Bench>> = {
  viewer: { run: benchViewer, repetitions: 5 },
  collab: { run: benchCollab, repetitions: 2 },
  reveal: { run: benchReveal, repetitions: 5 },
  journal: { run: benchJournal, repetitions: 3 },
  growth: { run: benchGrowth, repetitions: 1 },
  soak: { run: benchSoak, repetitions: 5 },
  agreement: { run: benchAgreement, repetitions: 3 },
  worklist: { run: benchWorklist, repetitions: 1 },
  matching: { run: benchMatching, repetitions: 3 },
};

const USAGE = `usage: npm run bench -- <name> [--json] [--repetitions <n>]\nnames: ${Object.keys(BENCHES).join(', ')}`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const asked = requestOf(args);
  if (!asked) {
    console.error(USAGE);
    return 2;
  }
  const { bench, json, repetitions } = asked;
  const answer = await bench.run({ repetitions, say: (line) => console.error(line) });
  console.log(json ? JSON.stringify(answer.json) : answer.text);
  return 0;
}

/** Null when the arguments make no sense. */
function requestOf(args: readonly string[]) {
  try {
    const options = { json: { type: 'boolean' }, repetitions: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const bench = BENCHES[positionals[0] ?? ''];
    const repetitions = Number(values.repetitions ?? bench?.repetitions);
    if (!bench || positionals.length !== 1 || !Number.isInteger(repetitions) || repetitions < 1) return null;
    return { bench, json: values.json === true, repetitions };
  } catch {
    return null;
  }
}
