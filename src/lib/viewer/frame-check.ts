/**
 * A frame reaches the screen only if it is the frame that was asked for: its length, its SHA-256 and its decoded rows and
 * columns agree with what the server recorded at ingest. Decoders of this kind can answer a broken JPEG 2000 frame with the
 * pixels of the frame before it, without any error; nobody could see that on the image.
 */
import type { FrameSource } from '#contract/images.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { FrameFailure } from './viewer.ts';

/** What is needed from outside, so that every way to fail can be tested without a network or a decoder. */
export interface FramePorts<Image> {
  readonly fetch: (url: string, init: { readonly signal: AbortSignal }) => Promise<Response>;
  /** SHA-256 in lower-case hex. */
  readonly digest: (bytes: ArrayBuffer) => Promise<string>;
  readonly decode: (bytes: Uint8Array) => Promise<Image>;
  /** For fetching and decoding together. Decoders are known to hang on broken frames. */
  readonly timeoutMs: number;
}

export interface Decoded {
  readonly rows: number;
  readonly columns: number;
}

type Step<T> = Promise<Result<T, FrameFailure>>;

/** Never throws: whatever goes wrong is a `FrameFailure` with a sentence for people. */
export async function checkedFrame<Image extends Decoded>(source: FrameSource, ports: FramePorts<Image>): Step<Image> {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<Result<Image, FrameFailure>>((resolve) => {
    timer = setTimeout(() => {
      const seconds = String(Math.round(ports.timeoutMs / 1000));
      resolve(failed(source, 'timeout', `This image did not arrive within ${seconds} seconds.`));
      abort.abort();
    }, ports.timeoutMs);
  });
  try {
    return await Promise.race([deadline, loaded(source, ports, abort.signal)]);
  } finally {
    clearTimeout(timer);
  }
}

async function loaded<Image extends Decoded>(
  source: FrameSource,
  ports: FramePorts<Image>,
  signal: AbortSignal,
): Step<Image> {
  const body = await fetched(source, ports, signal);
  if (!body.ok) return body;
  if (body.value.byteLength !== source.bytes) {
    const message = `This image is ${String(body.value.byteLength)} bytes long, ${String(source.bytes)} were expected.`;
    return failed(source, 'length', message);
  }
  if ((await ports.digest(body.value)) !== source.sha256) {
    return failed(source, 'digest', 'This image is not the one that was recorded: its check sum differs.');
  }
  return decoded(source, ports, body.value);
}

async function fetched<Image>(source: FrameSource, ports: FramePorts<Image>, signal: AbortSignal): Step<ArrayBuffer> {
  try {
    const response = await ports.fetch(source.url, { signal });
    if (!response.ok)
      return failed(source, 'refused', `The server refused this image (HTTP ${String(response.status)}).`);
    return ok(await response.arrayBuffer());
  } catch {
    return failed(source, 'unreachable', 'The server could not be reached for this image.');
  }
}

async function decoded<Image extends Decoded>(
  source: FrameSource,
  ports: FramePorts<Image>,
  body: ArrayBuffer,
): Step<Image> {
  try {
    const image = await ports.decode(new Uint8Array(body));
    if (image.rows === source.rows && image.columns === source.columns) return ok(image);
    const size = `${String(image.columns)} × ${String(image.rows)}`;
    const wanted = `${String(source.columns)} × ${String(source.rows)}`;
    return failed(source, 'dimensions', `This image decoded to ${size} pixels, ${wanted} were expected.`);
  } catch {
    return failed(source, 'decode', 'This image could not be decoded.');
  }
}

const failed = (source: FrameSource, code: FrameFailure['code'], message: string): Result<never, FrameFailure> =>
  err({ frame: source.key, code, message });
