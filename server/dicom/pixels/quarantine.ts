/** The closed list of reasons why a file stays outside, each with its sentence for people. */
const SENTENCES = {
  'not-dicom': 'This is not a DICOM file.',
  truncated: 'The file is cut off: it ends before its content does.',
  malformed: 'The file does not follow the DICOM format and cannot be read safely.',
  'inflate-bomb': 'The compressed content would expand to an unreasonable size.',
  'too-deep': 'The file nests its content too deeply.',
  'too-many-elements': 'The file contains too many elements.',
  'too-large': 'The file or its images are larger than this server accepts.',
  'missing-uid': 'The file lacks the identifiers that say which study, series and image it is.',
  'unsupported-object': 'This kind of DICOM object is not one that is shown or stored here.',
  'no-pixels': 'The file should contain an image, but has no pixels.',
  'inconsistent-dimensions':
    'The size of the pixel data does not fit the rows, columns and frames that the file declares.',
  'unsupported-pixel-format': 'The pixels are stored in a way that cannot be displayed faithfully.',
  'unsupported-transfer-syntax': 'The pixels are compressed in a way for which no exact decoder is available.',
  'undecodable-pixels': 'At least one image in the file cannot be decoded.',
  'decode-limit': 'Decoding the images took more time or memory than is allowed.',
} as const;

export type QuarantineCode = keyof typeof SENTENCES;

export interface Quarantine {
  readonly code: QuarantineCode;
  /** A sentence for people; never contains a value from the file. */
  readonly message: string;
}

export const quarantine = (code: QuarantineCode): Quarantine => ({ code, message: SENTENCES[code] });
