/** Where a text stops being JSON (RFC 8259). Engines know, but most of their messages do not say. */

export interface TextPlace {
  /** Both 1-based. */
  readonly line: number;
  readonly column: number;
}

export function jsonFailure(text: string): TextPlace {
  const before = text.slice(0, new Scanner(text).failure()).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  failure(): number {
    if (!this.#value()) return this.#at;
    this.#skip(SPACE);
    return this.#at;
  }

  /** False leaves the place where it failed. */
  #value(): boolean {
    this.#skip(SPACE);
    if (this.#skip(STRING) || this.#skip(SCALAR)) return true;
    if (this.#sign('[')) return this.#list(']', () => this.#value());
    return this.#sign('{') && this.#list('}', () => this.#member());
  }

  #member(): boolean {
    this.#skip(SPACE);
    return this.#skip(STRING) && this.#sign(':') && this.#value();
  }

  #list(end: string, part: () => boolean): boolean {
    if (this.#sign(end)) return true;
    while (part()) {
      if (this.#sign(end)) return true;
      if (!this.#sign(',')) return false;
    }
    return false;
  }

  #sign(sign: string): boolean {
    this.#skip(SPACE);
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found !== undefined;
  }
}
