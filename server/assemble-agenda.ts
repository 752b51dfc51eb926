/** From agreement's agenda to the session's plan: where to look, told so that nobody learns who marked it, and each reader's view. */
import { createHmac } from 'node:crypto';
import type { GeometryOf } from '#domain/geometry/extent.ts';
import { pixelPoint } from '#domain/geometry/point.ts';
import type { ProjectId } from '#domain/kernel/id.ts';
import type { PlannedItem } from '#domain/session/agenda.ts';
import { targetOf, type Draw, type DrawnLesion } from '#domain/session/target.ts';
import type { Target } from '#domain/session/view.ts';
import { BLINDING_TEXT, type SubmittedRead } from '#domain/reading/read.ts';
import type { AgendaItem, CaseItem, LesionItem } from './agreement/agenda.ts';
import type { Agenda } from './agreement/agreement-service.ts';
import type { FrameIndex } from './ingest/frame-index.ts';
import { imagesOf } from './ingest/series-images.ts';
import type { SessionDraft } from './session/scheduling.ts';
import type { Store } from './store/database.ts';
import { frameGeometries, seriesOfStudy } from './store/images.ts';
import type { Secrets } from './store/secrets.ts';

export interface AgendaPorts {
  readonly store: Store;
  readonly frames: FrameIndex;
  readonly secrets: Pick<Secrets, 'uidKey'>;
}

export const draftOf = (agenda: Agenda, ports: AgendaPorts): SessionDraft => ({
  project: agenda.project,
  title: agenda.title,
  protocol: agenda.protocol,
  people: agenda.people,
  items: agenda.items.map((item) => plannedItem(item, agenda.project, ports)),
});

function plannedItem(item: AgendaItem, project: ProjectId, ports: AgendaPorts): PlannedItem {
  const { one } = item.comparison;
  const about = { case: one.id, caseAlias: one.alias, context: one.context, kinds: item.kinds };
  if (item.finding === null) return { ...about, ...wholeCase(item, ports) };
  const { comparison, finding, seen } = item;
  return {
    ...about,
    target: targetAt(item, drawnFor(item, ports.secrets.uidKey(project)), ports),
    finding,
    reads: comparison.reads.map((read) => {
      const lesion = seen.find((s) => s.read === read.id)?.lesion;
      return {
        ...bareRead(read),
        lesion: lesion ? { id: lesion.id, attributes: lesion.attributes, marks: [...lesion.marks] } : null,
      };
    }),
  };
}

const bareRead = ({ id, blinding }: SubmittedRead) => ({
  read: id,
  blinding: blinding === 'blind' ? null : BLINDING_TEXT[blinding],
});

/** No place is in question: the panel begins where a reader of the case begins, in the middle of its first series. */
function wholeCase({ comparison, fields }: CaseItem, { store }: AgendaPorts) {
  const [series] = imagesOf(seriesOfStudy(store.db, comparison.one.study));
  const frame = series?.frames[Math.floor(series.frames.length / 2)]?.key;
  if (!frame) throw new Error('a case that was read has no images');
  return {
    target: { frame, box: null },
    finding: null,
    fields,
    reads: comparison.reads.map((read) => ({ ...bareRead(read), lesion: null, answers: read.content.answers })),
  };
}

/**
 * Drawn once and for all: whoever schedules again and again gets the same place, and cannot find by averaging where the middle
 * of all marks is.
 */
function drawnFor({ comparison, seen }: LesionItem, key: Uint8Array): Draw {
  const lesions = seen.map(({ lesion }) => lesion.id).sort();
  const digest = createHmac('sha256', key).update(`target:${comparison.case}:${lesions.join()}`).digest();
  const unit = (offset: number): number => digest.readUInt32BE(offset) / 2 ** 32;
  return { frame: unit(0), x: unit(4), y: unit(8) };
}

function targetAt({ comparison, seen }: LesionItem, draw: Draw, { frames, store }: AgendaPorts): Target {
  const { study } = comparison.one;
  const geometry: GeometryOf = (key) => frames.geometryOf(study, key);
  const drawn = seen.length > 0 ? seen.map((s) => s.centres) : [anywhere(frameGeometries(store.db, study), draw)];
  const target = targetOf(drawn, geometry, draw);
  if (!target) throw new Error('a mark lies on a frame that is not in its study');
  return target;
}

/** A place in the middle half of some frame. */
function anywhere(all: ReturnType<typeof frameGeometries>, draw: Draw): DrawnLesion {
  const chosen = all[Math.floor(draw.frame * all.length)];
  if (!chosen) return [];
  const { rows, columns } = chosen.geometry;
  const inside = (size: number, unit: number): number => size * (0.25 + unit / 2);
  return [{ frame: chosen.key, point: pixelPoint(inside(columns, draw.x), inside(rows, draw.y)) }];
}
