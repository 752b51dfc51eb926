/** Zip archives (PKWARE APPNOTE 4.3), also such as no honest program writes: an entry may claim any size. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What the archive says about the unpacked size; the truth when left out. */
  readonly claims?: number;
}

export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = deflateRawSync(entry.bytes);
    const fields = fieldsOf(entry, packed);
    const name = Buffer.from(entry.name);
    const local = Buffer.concat([number(0x04034b50, 4), fields, name, packed]);
    const central = [number(0x02014b50, 4), number(20, 2), fields, Buffer.alloc(10), number(offset, 4), name];
    directory.push(Buffer.concat(central));
    parts.push(local);
    offset += local.length;
  }
  const size = directory.reduce((sum, one) => sum + one.length, 0);
  const count = [number(entries.length, 2), number(entries.length, 2)];
  const end = [number(0x06054b50, 4), Buffer.alloc(4), ...count, number(size, 4), number(offset, 4), Buffer.alloc(2)];
  return Buffer.concat([...parts, ...directory, ...end]);
}

/** Version needed to extra field length: the 26 bytes that both headers share. */
function fieldsOf({ name, bytes, claims = bytes.length }: ZipEntry, packed: Uint8Array): Buffer {
  const deflated = 8;
  const head = [number(20, 2), number(0, 2), number(deflated, 2), number(0, 2), number(0x21, 2)];
  const sizes = [number(crc32(bytes), 4), number(packed.length, 4), number(claims, 4)];
  return Buffer.concat([...head, ...sizes, number(Buffer.byteLength(name), 2), number(0, 2)]);
}

function number(value: number, bytes: 2 | 4): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}
