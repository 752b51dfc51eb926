/** The geometry of every frame of a study, kept in memory: asked for each edit of a mark, changed only by an import. */
import { frameText, type FrameGeometry, type FrameKey } from '#domain/geometry/frame.ts';
import type { StudyId } from '#domain/kernel/id.ts';
import type { Store } from '#server/store/database.ts';
import { frameGeometries, type KnownFrame } from '#server/store/images.ts';
import type { Ledger } from '#server/store/ledger.ts';

export interface FrameIndex {
  /** Undefined for a frame that is not in the study. */
  geometryOf(study: StudyId, key: FrameKey): FrameGeometry | undefined;
  /** Id of the frame's series; undefined for a frame that is not in the study. */
  seriesOf(study: StudyId, key: FrameKey): string | undefined;
}

/** Studies kept at a time; one takes a few hundred kilobytes. */
const KEPT = 64;

export function createFrameIndex(store: Store, ledger: Ledger): FrameIndex {
  const kept = new Map<StudyId, ReadonlyMap<string, KnownFrame>>();
  ledger.onCommitted((events) => {
    if (events.some((event) => event.type === 'images-imported')) kept.clear();
  });

  function framesOf(study: StudyId): ReadonlyMap<string, KnownFrame> {
    const known = kept.get(study);
    if (known) return known;
    const frames = new Map(frameGeometries(store.db, study).map((frame) => [frameText(frame.key), frame]));
    const [oldest] = kept.keys();
    if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(study, frames);
    return frames;
  }

  return {
    geometryOf: (study, key) => framesOf(study).get(frameText(key))?.geometry,
    seriesOf: (study, key) => framesOf(study).get(frameText(key))?.series,
  };
}
