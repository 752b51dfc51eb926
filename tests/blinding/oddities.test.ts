/** However somebody asks, by head alone, for a part, or on a condition: who is refused otherwise is refused, and nothing is told. */
import { expect, it } from 'vitest';
import { usualPanel } from '#domain/plan/session-template.ts';
import { VISITORS, type Visitor } from './cast.ts';
import { readingPaths } from './doors.ts';
import { convene, openHouse, present } from './house.ts';
import { newPlay, playMeeting, type Play } from './script.ts';
import type { Asked } from './visitors.ts';

class Enough extends Error {}

const withHeaders = (headers: Asked['headers']): Asked => ({ ...(headers && { headers }) });

/** @param etag of a frame, which everybody may have learnt from the file. */
const waysToAsk = (etag: string): readonly Asked[] => [
  { method: 'HEAD' },
  { method: 'OPTIONS' },
  withHeaders({ range: 'bytes=0-4095' }),
  withHeaders({ range: 'bytes=-1' }),
  withHeaders({ 'if-none-match': '*' }),
  withHeaders({ 'if-none-match': etag }),
  withHeaders({ 'if-range': etag, range: 'bytes=0-0' }),
  withHeaders({ 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }),
  withHeaders({ accept: 'text/html' }),
  withHeaders({ accept: 'multipart/related; type="application/octet-stream"; transfer-syntax=*' }),
  withHeaders({ accept: '*/*;q=0', 'accept-encoding': 'gzip, br, deflate' }),
  withHeaders({ 'x-http-method-override': 'POST', 'x-forwarded-for': '127.0.0.1', 'x-original-url': '/' }),
];

/** Every way on every path; answers those by which more came back than by the plain one. */
async function askOddly({ at, visitors }: Play, who: Visitor): Promise<string[]> {
  const frame = await visitors.ask('chair', `/dicomweb/instances/${at.frames[0].sop}/frames/1`);
  const ways = waysToAsk(present(frame.headers.get('etag'), 'etag'));
  const more: string[] = [];
  for (const path of readingPaths(at)) {
    const plain = await visitors.ask(who, path);
    for (const way of ways) {
      const { status } = await visitors.ask(who, path, way);
      if (plain.status >= 400 && status < 400) more.push(`${who} ${path} ${JSON.stringify(way)}: ${String(status)}`);
    }
  }
  return more;
}

it(
  '[BL14] no method, range, condition or wish for a form gets more than the plain question',
  { timeout: 120_000 },
  async () => {
    const play = newPlay(await convene(await openHouse(usualPanel('Panel'))), false);
    const more: string[] = [];
    const meanwhile = async (): Promise<void> => {
      for (const who of VISITORS) more.push(...(await askOddly(play, who)));
      throw new Enough();
    };
    await expect(playMeeting(play, meanwhile)).rejects.toThrow(Enough);
    await play.visitors.arrived();
    play.witness.judge();
    expect(play.witness.leaks).toEqual([]);
    expect(more).toEqual([]);
  },
);
