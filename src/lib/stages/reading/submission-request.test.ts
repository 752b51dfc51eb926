import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { idOf, type ReadId } from '#domain/kernel/id.ts';
import { refusal } from '#domain/kernel/refusal.ts';
import type { Problem } from '#domain/reading/submission.ts';
import { problemTexts } from '#contract/reading.ts';
import { problemsIn, submitted } from './submission-request.ts';

const request = { read: idOf<ReadId>('019a0000-0000-7000-8000-000000000001'), doc: new Y.Doc(), protocolVersion: 1 };

function server(...answers: (Response | Error)[]) {
  const bodies: unknown[] = [];
  const fetching: typeof fetch = (_address, init) => {
    bodies.push(JSON.parse(typeof init?.body === 'string' ? init.body : 'null'));
    const answer = answers.shift() ?? new Error('asked too often');
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { bodies, fetching };
}

describe('submitting from the browser', () => {
  it('a submission whose answer got lost is repeated as the same command', async () => {
    const { bodies, fetching } = server(new Error('network'), Response.json({ at: 1, hash: 'h' }));
    const answer = await submitted(request, fetching);
    expect(answer).toEqual({ ok: true, value: { at: 1, hash: 'h' } });
    expect(bodies).toHaveLength(2);
    expect(bodies[0]).toEqual(bodies[1]);
  });

  it('gives up after three tries and says that the server was not reached', async () => {
    const { bodies, fetching } = server(new Error('1'), new Error('2'), new Error('3'));
    const answer = await submitted(request, fetching);
    expect(answer).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    expect(bodies).toHaveLength(3);
  });

  it('a refusal is not repeated, and its problems come back as they were found', async () => {
    const problems: Problem[] = [
      { kind: 'missing', field: 'texture', lesion: 'l', text: '“Texture” is required.' },
      { kind: 'invalid', text: 'Mark 1 lies on an image of another case.' },
    ];
    const refused = refusal('missing-fields', { problems: problemTexts(problems) });
    const { bodies, fetching } = server(Response.json(refused, { status: 422 }));
    const answer = await submitted(request, fetching);
    expect(bodies).toHaveLength(1);
    expect(answer.ok ? [] : problemsIn(answer.error)).toEqual(problems);
  });

  it('what is no list of problems is no problem to show', () => {
    expect(problemsIn(refusal('missing-fields', { problems: ['{', '{"kind":"odd"}'] }))).toEqual([]);
    expect(problemsIn(refusal('read-closed'))).toEqual([]);
  });
});
