/** Matching and measuring the lesions of some cases, as one job for the thread. */
import { comparedCase, type ComparedCase } from '#domain/agreement/compared-case.ts';
import { frameText, type FrameGeometry } from '#domain/geometry/frame.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import type { SubmittedRead } from '#domain/reading/read.ts';

export interface CompareJob {
  readonly protocol: ProtocolContent;
  readonly sets: readonly CompareSet[];
}

/** The reads of one case that are compared with each other. */
export interface CompareSet {
  readonly reads: readonly [SubmittedRead, ...SubmittedRead[]];
  /** The geometry of every frame that was drawn on, by its text; without those that have none. */
  readonly frames: ReadonlyMap<string, FrameGeometry>;
}

export const comparedInJob = ({ protocol, sets }: CompareJob): ComparedCase[] =>
  sets.map(({ reads, frames }) => comparedCase(reads, protocol, (key) => frames.get(frameText(key))));
