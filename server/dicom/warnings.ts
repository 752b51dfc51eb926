/** What was odd about an admitted file and how much of it was removed: codes with sentences, never with values. */
import type { Kept } from './keep.ts';
import type { Part10 } from './part10/reader.ts';
import type { AdmittedPixels } from './pixels/admission.ts';

export interface AdmissionWarning {
  readonly code: string;
  /** A sentence for people, without patient data. */
  readonly message: string;
}

interface Outcome {
  readonly file: Part10;
  readonly kept: Kept;
  readonly pixels: AdmittedPixels | undefined;
}

const ODDITIES: Readonly<Record<string, string>> = {
  'missing-preamble': 'The file had no DICOM preamble; it was read all the same.',
  'missing-meta': 'The file had no meta information; its encoding was recognised from its content.',
  'missing-transfer-syntax': 'The file did not name its transfer syntax; it was recognised from its content.',
  'wrong-transfer-syntax': 'The file named another encoding than it uses; the one in use was read.',
  'preamble-content': 'The first 128 bytes of the file had content; they were replaced by zeros.',
  'unknown-vr': 'The file used value types that DICOM does not know.',
  'duplicate-element': 'Some attributes were there twice; the first of each was taken.',
  'stray-delimiter': 'The file contained delimiters that belong to nothing; they were passed over.',
  'broken-sequence': 'A damaged sequence was removed.',
  'trailing-padding': 'The file had padding behind its content; it was removed.',
};

export function warningsOf({ file, kept, pixels }: Outcome): AdmissionWarning[] {
  const { attributes, private: privates, overlays, invalid } = kept.removed;
  const all: (AdmissionWarning | undefined)[] = [
    ...[...file.oddities].map((code) => ({
      code,
      message: ODDITIES[code] ?? 'The file had an oddity that was passed over.',
    })),
    said(
      attributes,
      'removed-attributes',
      `${count(attributes)} not needed to show the image were removed, ${String(privates)} of them private.`,
    ),
    said(overlays, 'removed-overlays', 'Graphic overlays were removed.'),
    said(invalid, 'removed-invalid', `${count(invalid)} had values that are not valid and were removed.`),
    pixels?.converted === true
      ? { code: 'converted-colours', message: 'The colours were converted to RGB.' }
      : undefined,
    pixels?.signDiffers === true ? { code: 'pixel-sign-mismatch', message: SIGN } : undefined,
    pixels === undefined
      ? {
          code: 'stored-without-pixels',
          message: 'The object was stored without an image; its content is not shown yet.',
        }
      : undefined,
  ];
  return all.filter((warning) => warning !== undefined);
}

const SIGN =
  'The compressed image and its description disagree on whether values can be negative; check that it looks right.';

const count = (n: number): string => (n === 1 ? '1 attribute' : `${String(n)} attributes`);

const said = (n: number, code: string, message: string): AdmissionWarning | undefined =>
  n > 0 ? { code, message } : undefined;
