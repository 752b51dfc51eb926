/**
 * Plain tar (POSIX ustar), written and read as a stream, so that any tool can open a backup and no size is too large:
 * lengths beyond 8 GiB use the base-256 form that GNU tar introduced and every tar reads.
 */
import { buffer } from 'node:stream/consumers';

const BLOCK = 512;

export interface TarEntry {
  /** At most 100 bytes. */
  readonly name: string;
  readonly size: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/** @throws RangeError when an entry's content is not as long as it says. */
export async function* writeTar(entries: AsyncIterable<TarEntry>): AsyncGenerator<Uint8Array> {
  for await (const { name, size, content } of entries) {
    yield header(name, size);
    let seen = 0;
    for await (const chunk of content) {
      seen += chunk.byteLength;
      yield chunk;
    }
    if (seen !== size) throw new RangeError(`${name} changed while it was read`);
    yield new Uint8Array(padding(size));
  }
  yield new Uint8Array(2 * BLOCK);
}

/** Every entry's content must be read to its end before the next entry. @throws RangeError for a damaged archive. */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const bytes = createCursor(source);
  for (;;) {
    const block = await bytes.exactly(BLOCK);
    if (block.every((byte) => byte === 0)) return;
    const { name, size } = parsed(block);
    yield { name, size, content: bytes.upTo(size) };
    await bytes.exactly(padding(size));
  }
}

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

const FIELDS = { size: { at: 124, length: 12 }, checksum: { at: 148, length: 8 } };

function header(name: string, size: number): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name) > 100) throw new RangeError(`${name} is too long for a tar archive`);
  block.write(name, 0);
  block.write('0000600\0' + '0000000\0' + '0000000\0', 100);
  if (size < 8 ** 11) block.write(octal(size, 11), FIELDS.size.at);
  else {
    block[FIELDS.size.at] = 0x80;
    block.writeBigUInt64BE(BigInt(size), FIELDS.size.at + 4);
  }
  block.write(octal(0, 11), 136);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  block.write(`${octal(checksum(block), 6)} `, FIELDS.checksum.at);
  return block;
}

const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;

/** Sum of all bytes, the checksum field itself counted as spaces. */
function checksum(block: Uint8Array): number {
  const { at, length } = FIELDS.checksum;
  return block.reduce((sum, byte, index) => sum + (index >= at && index < at + length ? 0x20 : byte), 0);
}

function parsed(block: Buffer): { name: string; size: number } {
  const expected = parseInt(block.toString('latin1', FIELDS.checksum.at, FIELDS.checksum.at + 6), 8);
  if (checksum(block) !== expected) throw new RangeError('the archive is damaged: a header does not fit its checksum');
  const end = block.indexOf(0);
  const large = block[FIELDS.size.at] === 0x80;
  const size = large
    ? Number(block.readBigUInt64BE(FIELDS.size.at + 4))
    : parseInt(block.toString('latin1', FIELDS.size.at, FIELDS.size.at + 11), 8);
  return { name: block.toString('utf8', 0, Math.min(end < 0 ? 100 : end, 100)), size };
}

function createCursor(source: AsyncIterable<Uint8Array>) {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  async function some(most: number): Promise<Uint8Array> {
    while (rest.byteLength === 0) {
      const next = await chunks.next();
      if (next.done === true) throw new RangeError('the archive ends early');
      rest = next.value;
    }
    const taken = rest.subarray(0, most);
    rest = rest.subarray(taken.byteLength);
    return taken;
  }
  async function* upTo(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0;) {
      const taken = await some(left);
      left -= taken.byteLength;
      yield taken;
    }
  }
  return { upTo, exactly: (length: number) => buffer(upTo(length)) };
}
