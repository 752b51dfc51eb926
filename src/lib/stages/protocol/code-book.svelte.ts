/** The coded terms of the project while somebody writes its protocol: loaded once, brought along from a file. */
import * as v from 'valibot';
import { CodeListSchema } from '#contract/protocol.ts';
import type { ProjectId } from '#domain/kernel/id.ts';
import { codesIn, codesMatching, type CodeListProblem, type ListedCode } from '#domain/protocol/code-list.ts';
import { requested } from '#lib/stages/access/api-request.ts';

const SHOWN = 8;

export class CodeBook {
  name = $state('');
  codes = $state.raw<readonly ListedCode[]>([]);
  /** Why the last file was not taken. */
  problems = $state.raw<readonly CodeListProblem[]>([]);
  readonly #address: string;

  constructor(project: ProjectId) {
    this.#address = `/api/v1/projects/${project}/protocol/codes`;
    void requested({ method: 'GET', address: this.#address, answer: CodeListSchema }).then((kept) => {
      if (!kept.ok) return;
      this.name = kept.value.name;
      this.codes = kept.value.codes;
    });
  }

  /** Reads the file here, so that what is wrong can be said with its place, and has the server keep what it says. */
  async bring(file: File): Promise<void> {
    const read = codesIn(await file.text());
    this.problems = read.ok ? [] : read.error;
    if (!read.ok) return;
    const json = { name: file.name.slice(0, 200), codes: read.value };
    const kept = await requested({ method: 'PUT', address: this.#address, json, answer: v.unknown() });
    if (!kept.ok) {
      this.problems = [{ at: file.name, message: kept.error.message }];
      return;
    }
    this.name = json.name;
    this.codes = read.value;
  }

  matching(words: string): ListedCode[] {
    return codesMatching(this.codes, words, SHOWN);
  }
}
