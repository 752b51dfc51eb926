/**
 * DICOM text is decoded to JavaScript strings here: Specific Character Set (PS3.3 C.12.1.1.2) with code extensions
 * by ISO 2022 escape sequences (PS3.5 §6.1.2.5), on top of the runtime's TextDecoder.
 */
export interface DecodedText {
  readonly text: string;
  /** False when the character set is unknown or some bytes have no character in it. */
  readonly faithful: boolean;
}

/** @param charset the values of Specific Character Set; [] is the default repertoire. */
export function decodeText(bytes: Uint8Array, charset: readonly string[]): DecodedText {
  if (bytes.every(isPlainAscii)) return { text: latin1(bytes), faithful: true };
  const first = charset[0] ?? '';
  const whole = WITHOUT_EXTENSIONS[first];
  if (whole !== undefined) return decodeWith(whole, bytes);
  const extended = charset.length > 1 || first.startsWith('ISO 2022');
  if (extended || bytes.includes(ESC)) return decodeExtended(bytes, first);
  const label = SINGLE_BYTE[first];
  return label === undefined ? { text: latin1(bytes), faithful: false } : decodeWith(label, bytes);
}

const ESC = 0x1b;
const isPlainAscii = (byte: number): boolean => byte < 0x80 && byte !== ESC;
const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

/** Multi-byte sets that stand alone: escape sequences have no meaning in them. */
const WITHOUT_EXTENSIONS: Readonly<Record<string, string>> = { 'ISO_IR 192': 'utf-8', GB18030: 'gb18030', GBK: 'gbk' };

/** Encoding labels of the WHATWG Encoding Standard for the 8-bit sets. */
const SINGLE_BYTE: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    ...{ 100: 'iso-8859-1', 101: 'iso-8859-2', 109: 'iso-8859-3', 110: 'iso-8859-4', 144: 'iso-8859-5' },
    ...{ 127: 'iso-8859-6', 126: 'iso-8859-7', 138: 'iso-8859-8', 148: 'iso-8859-9', 203: 'iso-8859-15' },
    ...{ 13: 'shift_jis', 166: 'windows-874' },
  }).flatMap(([number, label]) => [
    [`ISO_IR ${number}`, label],
    [`ISO 2022 IR ${number}`, label],
  ]),
);

type Half = { readonly label: string; readonly width: 1 | 2 };
interface Escape {
  readonly bytes: string;
  readonly half: 'low' | 'high';
  readonly set: Half | 'ascii' | 'jis-x-0212';
}

const single = (label: string): Half => ({ label, width: 1 });

/** The escape sequences of PS3.3 tables C.12-3 and C.12-4, after ESC. */
const ESCAPES: readonly Escape[] = [
  { bytes: '(B', half: 'low', set: 'ascii' },
  { bytes: '(J', half: 'low', set: 'ascii' },
  { bytes: '-A', half: 'high', set: single('iso-8859-1') },
  { bytes: '-B', half: 'high', set: single('iso-8859-2') },
  { bytes: '-C', half: 'high', set: single('iso-8859-3') },
  { bytes: '-D', half: 'high', set: single('iso-8859-4') },
  { bytes: '-L', half: 'high', set: single('iso-8859-5') },
  { bytes: '-G', half: 'high', set: single('iso-8859-6') },
  { bytes: '-F', half: 'high', set: single('iso-8859-7') },
  { bytes: '-H', half: 'high', set: single('iso-8859-8') },
  { bytes: '-M', half: 'high', set: single('iso-8859-9') },
  { bytes: '-b', half: 'high', set: single('iso-8859-15') },
  { bytes: '-T', half: 'high', set: single('windows-874') },
  { bytes: ')I', half: 'high', set: single('shift_jis') },
  { bytes: '$)C', half: 'high', set: { label: 'euc-kr', width: 2 } },
  { bytes: '$)A', half: 'high', set: { label: 'gbk', width: 2 } },
  { bytes: '$B', half: 'low', set: { label: 'euc-jp', width: 2 } },
  { bytes: '$(D', half: 'low', set: 'jis-x-0212' },
];

/** Delimiters end every code extension: each value and each name component starts afresh (PS3.5 §6.1.2.5.3). */
const DELIMITERS = new Set(Buffer.from('\\^=\r\n\t\f', 'latin1'));

function decodeExtended(bytes: Uint8Array, first: string): DecodedText {
  const initialLabel = SINGLE_BYTE[first];
  const initial: Half | undefined = initialLabel === undefined ? undefined : single(initialLabel);
  let low: Escape['set'] = 'ascii';
  let high: Half | undefined = initial;
  let text = '';
  let faithful = true;
  for (let at = 0; at < bytes.length;) {
    const escape = bytes[at] === ESC ? escapeAt(bytes, at + 1) : undefined;
    if (escape !== undefined) {
      if (escape.half === 'low') low = escape.set;
      else if (typeof escape.set === 'object') high = escape.set;
      at += 1 + escape.bytes.length;
      continue;
    }
    const end = runEnd(bytes, at, low === 'ascii');
    const run = decodeRun(bytes.subarray(at, end), low, high);
    text += run.text;
    faithful &&= run.faithful;
    if (low === 'ascii' && DELIMITERS.has(bytes[end - 1] ?? 0)) high = initial;
    at = end;
  }
  return { text, faithful };
}

function escapeAt(bytes: Uint8Array, at: number): Escape | undefined {
  const ahead = latin1(bytes.subarray(at, at + 3));
  return ESCAPES.find((escape) => ahead.startsWith(escape.bytes));
}

/** A run is bytes of one half of the code table; in the ASCII half it ends after a delimiter. */
function runEnd(bytes: Uint8Array, start: number, ascii: boolean): number {
  const isHigh = (bytes[start] ?? 0) >= 0x80;
  let at = start + 1;
  if (!isHigh && ascii && DELIMITERS.has(bytes[start] ?? 0)) return at;
  while (at < bytes.length && bytes[at] !== ESC && (bytes[at] ?? 0) >= 0x80 === isHigh) {
    at++;
    if (!isHigh && ascii && DELIMITERS.has(bytes[at - 1] ?? 0)) break;
  }
  return at;
}

function decodeRun(run: Uint8Array, low: Escape['set'], high: Half | undefined): DecodedText {
  if ((run[0] ?? 0) >= 0x80)
    return high === undefined ? { text: latin1(run), faithful: false } : decodeWith(high.label, run);
  if (low === 'ascii') return { text: latin1(run), faithful: !run.includes(ESC) };
  if (low === 'jis-x-0212') return decodeWith('euc-jp', eucFrom(run, true));
  return decodeWith(low.label, eucFrom(run, false));
}

/** A 7-bit double-byte run as EUC: each byte with its high bit set, JIS X 0212 pairs behind the shift byte 0x8F. */
function eucFrom(run: Uint8Array, shifted: boolean): Uint8Array {
  const out: number[] = [];
  run.forEach((byte, i) => {
    if (shifted && i % 2 === 0) out.push(0x8f);
    out.push(byte | 0x80);
  });
  return Uint8Array.from(out);
}

function decodeWith(label: string, bytes: Uint8Array): DecodedText {
  const text = new TextDecoder(label).decode(bytes);
  return { text, faithful: !text.includes('\ufffd') };
}
