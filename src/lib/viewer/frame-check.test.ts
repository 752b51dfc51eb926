import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FrameSource } from '#contract/images.ts';
import { checkedFrame, type FramePorts } from './frame-check.ts';

const body = new Uint8Array([1, 2, 3, 4, 5, 6]);
const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const source: FrameSource = {
  key: { sop: '1.2.3', frame: 1 },
  url: '/frames/1',
  transferSyntax: '1.2.840.10008.1.2.1',
  bytes: body.byteLength,
  sha256: sha(body),
  rows: 2,
  columns: 3,
  instanceNumber: 1,
  geometry: { rows: 2, columns: 3 },
};

interface Picture {
  readonly rows: number;
  readonly columns: number;
}

function ports(over: Partial<FramePorts<Picture>> = {}): FramePorts<Picture> {
  return {
    fetch: () => Promise.resolve(new Response(body)),
    digest: (bytes) => Promise.resolve(sha(new Uint8Array(bytes))),
    decode: () => Promise.resolve({ rows: 2, columns: 3 }),
    timeoutMs: 20_000,
    ...over,
  };
}

const codeOf = async (over: Partial<FramePorts<Picture>>, frame: FrameSource = source): Promise<string> => {
  const result = await checkedFrame(frame, ports(over));
  return result.ok ? 'shown' : result.error.code;
};

describe('[VW1] a frame is shown only if length, digest and dimensions are those recorded at ingest', () => {
  it('lets the right frame through', async () => {
    expect(await checkedFrame(source, ports())).toEqual({ ok: true, value: { rows: 2, columns: 3 } });
  });

  it('refuses a body of another length before decoding it', async () => {
    const decode = vi.fn(ports().decode);
    expect(await codeOf({ decode, fetch: () => Promise.resolve(new Response(body.slice(0, 5))) })).toBe('length');
    expect(decode).not.toHaveBeenCalled();
  });

  it('refuses a body with another digest before decoding it', async () => {
    const decode = vi.fn(ports().decode);
    const other = new Uint8Array([1, 2, 3, 4, 5, 7]);
    expect(await codeOf({ decode, fetch: () => Promise.resolve(new Response(other)) })).toBe('digest');
    expect(decode).not.toHaveBeenCalled();
  });

  it.each([
    [2, 4],
    [1, 3],
    [0, 0],
  ])('refuses a picture that decoded to %i × %i', async (rows, columns) => {
    expect(await codeOf({ decode: () => Promise.resolve({ rows, columns }) })).toBe('dimensions');
  });

  it('says so when the server refuses', async () => {
    const result = await checkedFrame(
      source,
      ports({ fetch: () => Promise.resolve(new Response('', { status: 404 })) }),
    );
    expect(result).toEqual({
      ok: false,
      error: { frame: source.key, code: 'refused', message: 'The server refused this image (HTTP 404).' },
    });
  });

  it('says so when the server cannot be reached', async () => {
    expect(await codeOf({ fetch: () => Promise.reject(new TypeError('network')) })).toBe('unreachable');
  });

  it('says so when the decoder throws', async () => {
    expect(await codeOf({ decode: () => Promise.reject(new Error('marker was not found')) })).toBe('decode');
  });
});

describe('[VW2] no load waits for ever', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('gives up on a decoder that never settles', async () => {
    const outcome = codeOf({ decode: () => new Promise<Picture>(() => undefined) });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await outcome).toBe('timeout');
  });

  it('gives up on a server that never answers, and stops the request', async () => {
    let signal: AbortSignal | undefined;
    const outcome = codeOf({
      fetch: (_url, init) => {
        signal = init.signal;
        return new Promise((_resolve, reject) => {
          init.signal.addEventListener('abort', () => {
            reject(new DOMException('aborted', 'AbortError'));
          });
        });
      },
    });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await outcome).toBe('timeout');
    expect(signal?.aborted).toBe(true);
  });

  it('leaves no timer behind', async () => {
    await checkedFrame(source, ports());
    expect(vi.getTimerCount()).toBe(0);
  });
});
