/** Why bytes cannot be read as a DICOM file. Thrown inside the parser only; `readPart10` turns it into a value. */
export type UnreadableCode =
  'not-dicom' | 'truncated' | 'malformed' | 'inflate-bomb' | 'too-deep' | 'too-many-elements';

export class Unreadable extends Error {
  readonly code: UnreadableCode;
  constructor(code: UnreadableCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Unreadable';
    this.code = code;
  }
}

/** Damage that stays inside one sequence; limits, by contrast, always end the whole file. */
export const isLocalDamage = (error: unknown): boolean =>
  error instanceof Unreadable && (error.code === 'truncated' || error.code === 'malformed');
