/** From the last ballot to what everybody sees: thirty people with the session's record open, each with a real provider. */
import { idOf, type SessionId } from '#domain/kernel/id.ts';
import { projectionOf } from '#documents/projection.ts';
import { RECORD } from '#documents/record.ts';
import { sitDown, type Desk } from '#tests/factories/collab-client.ts';
import type { BenchAnswer, BenchRequest } from './bench.ts';
import { shown } from './collab.ts';
import { answerOf, start } from './collab/measurement.ts';
import type { Ready } from './collab/shape.ts';
import { quantile, spreadOf } from './figures.ts';

const PEOPLE = 30;
const BUDGET_MS = 200;

export async function benchReveal({ repetitions, say }: BenchRequest): Promise<BenchAnswer> {
  const runs: number[][] = [];
  for (let round = 1; round <= repetitions; round++) {
    const seen = await revealed();
    say(
      `${String(round)} of ${String(repetitions)}: last of ${String(seen.length)} after ${String(Math.max(...seen))} ms`,
    );
    runs.push(seen);
  }
  const [median, last] = [spreadOf(runs.map((seen) => quantile(seen, 0.5))), spreadOf(runs.map((r) => Math.max(...r)))];
  const met = last.max <= BUDGET_MS;
  return {
    json: { bench: 'reveal', people: PEOPLE, repetitions, median, last, budget: BUDGET_MS, met },
    text: `reveal seen by ${String(PEOPLE)}: half of them after ${shown(median)} ms, the last after ${shown(last)} ms (at most ${String(BUDGET_MS)} ms: ${met ? 'met' : 'MISSED'})`,
  };
}

/** For each person, ms from the command to the reveal in their copy of the record. */
async function revealed(): Promise<number[]> {
  const server = start('server-reveal.ts', [PEOPLE]);
  let desks: Desk[] = [];
  try {
    const ready = await answerOf<Ready>(server, (said) => ('port' in said ? (said as unknown as Ready) : null));
    const url = `ws://127.0.0.1:${String(ready.port)}/collab`;
    desks = ready.places.map(({ document, token }) => sitDown(recordIn(document), { url, token }));
    await Promise.all(desks.map((desk) => desk.sees(() => phaseAt(desk) === 'vote')));
    const seen = desks.map(async (desk) => {
      await desk.sees(() => phaseAt(desk) === 'reveal');
      return performance.timeOrigin + performance.now();
    });
    server.send('reveal');
    const began = await answerOf(server, (said) => ('began' in said ? Number(said['began']) : null));
    return (await Promise.all(seen)).map((at) => Math.round((at - began) * 10) / 10);
  } finally {
    for (const desk of desks) desk.leave();
    server.kill('SIGTERM');
  }
}

const recordIn = (document: string) =>
  ({ kind: 'record', session: idOf<SessionId>(document.slice('record:'.length)) }) as const;

function phaseAt({ doc }: Desk): unknown {
  const floor = projectionOf(doc, RECORD)?.['floor'];
  return typeof floor === 'object' && floor !== null && 'phase' in floor ? floor.phase : null;
}
