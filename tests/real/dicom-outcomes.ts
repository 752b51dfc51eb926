/** What must become of each file of the test data that is broken or hostile: admitted, or quarantined with this code. */
import type { QuarantineCode } from '#server/dicom/admit.ts';

export interface Outcome {
  readonly file: string;
  readonly outcome: QuarantineCode | 'admitted';
  /** Warnings an admitted file must carry. */
  readonly warnings?: readonly string[];
  readonly why: string;
}

export const OUTCOMES: readonly Outcome[] = [
  { file: 'hostile/zero-bytes.dcm', outcome: 'not-dicom', why: 'empty' },
  { file: 'hostile/only-preamble.dcm', outcome: 'truncated', why: 'ends after DICM' },
  { file: 'hostile/jpeg-renamed.dcm', outcome: 'not-dicom', why: 'a JPEG' },
  { file: 'hostile/truncated-in-header.dcm', outcome: 'truncated', why: 'ends inside an element' },
  { file: 'hostile/truncated-in-pixels.dcm', outcome: 'truncated', why: 'pixel data shorter than its length' },
  { file: 'hostile/pixel-length-2gb.dcm', outcome: 'truncated', why: 'pixel data claims 2 GB' },
  {
    file: 'hostile/html-polyglot-preamble.dcm',
    outcome: 'admitted',
    warnings: ['preamble-content'],
    why: 'the preamble is zeroed',
  },
  { file: 'hostile/script-in-patient-name.dcm', outcome: 'admitted', why: 'text attributes are removed' },
  { file: 'hostile/rows-cols-65535.dcm', outcome: 'too-large', why: 'eight gigabytes claimed' },
  {
    file: 'hostile/sequence-depth-200.dcm',
    outcome: 'missing-uid',
    why: 'legal nesting, read without harm, but names no study or series',
  },
  { file: 'hostile/deflate-bomb-256mb.dcm', outcome: 'inflate-bomb', why: 'expands a thousandfold' },
  { file: 'malformed/MR_truncated.dcm', outcome: 'truncated', why: 'pixel data cut' },
  { file: 'malformed/rtplan_truncated.dcm', outcome: 'truncated', why: 'sequence cut' },
  {
    file: 'malformed/no_meta.dcm',
    outcome: 'not-dicom',
    why: 'shifted by one byte: no element starts where one should',
  },
  { file: 'malformed/ExplVR_BigEndNoMeta.dcm', outcome: 'unsupported-object', why: 'readable, but a treatment plan' },
  { file: 'malformed/badVR.dcm', outcome: 'inconsistent-dimensions', why: 'number of frames is no number' },
  { file: 'malformed/meta_missing_tsyntax.dcm', outcome: 'missing-uid', why: 'readable, but private elements only' },
  { file: 'malformed/no_meta_group_length.dcm', outcome: 'missing-uid', why: 'readable, but a fragment' },
  { file: 'malformed/empty_charset_LEI.dcm', outcome: 'missing-uid', why: 'readable, but a fragment' },
  {
    file: 'malformed/JPEG2000-embedded-sequence-delimiter.dcm',
    outcome: 'inconsistent-dimensions',
    why: 'a codestream of another size',
  },
  {
    file: 'malformed/J2K_pixelrep_mismatch.dcm',
    outcome: 'admitted',
    warnings: ['pixel-sign-mismatch'],
    why: 'codestream and dataset disagree on the sign',
  },
  { file: 'malformed/MR_small_padded.dcm', outcome: 'admitted', why: 'padding behind the pixels is left out' },
  { file: 'malformed/bad_sequence.dcm', outcome: 'admitted', why: 'the bad sequence is private' },
  { file: 'malformed/emri_small_jpeg_2k_lossless_too_short.dcm', outcome: 'truncated', why: 'pixel data does not end' },
  { file: 'malformed/GH220.dcm', outcome: 'missing-uid', why: 'readable, but a fragment' },
  { file: 'malformed/GH1146.dcm', outcome: 'inconsistent-dimensions', why: 'pixels of another size than declared' },
  { file: 'malformed/GH178.dcm', outcome: 'no-pixels', why: 'an image without pixel data' },
  { file: 'malformed/GH1339.dcm', outcome: 'truncated', why: 'pixel data does not end' },
];
