/**
 * `npm run chaos [-- --kills <n> --seed <n> --json]`: a real server process under real clients is killed again and again.
 * The seed fixes the choice of moments, not how the threads of two machines meet: a fault found is a fault, whether or not the
 * next run finds it again. Exit code 1 when anything acknowledged was lost, doubled or shown wrongly.
 */
import { parseArgs } from 'node:util';
import { campaign } from './campaign.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    json: { type: 'boolean', default: false },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
console.error(`seed ${String(seed)}, ${String(kills)} kills`);
const report = await campaign({
  kills,
  seed,
  plan: { sessions: Math.max(2, Math.ceil(kills / 5)), itemsPerSession: 8, reads: 20 + kills * 5 },
  say: (line) => console.error(line),
});
console.log(JSON.stringify(report, null, values.json ? 0 : 2));
process.exit(report.faults.length === 0 ? 0 : 1);
