/** The worker thread's side of the decode pool: one frame in, its pixels or a failure out. */
import { parentPort } from 'node:worker_threads';
import { decodeFrame } from './decoder.ts';
import type { ImagePixel } from './image-pixel.ts';

export interface DecodeRequest {
  readonly frame: Uint8Array;
  readonly image: ImagePixel;
  readonly transferSyntax: string;
}
export type DecodeReply = { readonly pixels: Uint8Array } | { readonly failed: true };

parentPort?.on('message', (request: DecodeRequest) => {
  void answer(request);
});

async function answer({ frame, image, transferSyntax }: DecodeRequest): Promise<void> {
  try {
    const pixels = await decodeFrame(frame, image, transferSyntax);
    parentPort?.postMessage({ pixels } satisfies DecodeReply, [pixels.buffer as ArrayBuffer]);
  } catch {
    // Codec messages may quote the stream; the failure alone is what the pool needs.
    parentPort?.postMessage({ failed: true } satisfies DecodeReply);
  }
}
