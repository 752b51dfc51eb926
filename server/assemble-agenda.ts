/** From agreement's agenda to the session's plan: a fixed-size target around each lesion, and each reader's view of it. */
import type { GeometryOf } from '#domain/geometry/extent.ts';
import { targetAround, type PlannedItem } from '#domain/session/agenda.ts';
import { BLINDING_TEXT } from '#domain/reading/read.ts';
import type { Agenda, AgendaItem } from './agreement/agreement-service.ts';
import type { FrameIndex } from './ingest/frame-index.ts';
import type { SessionDraft } from './session/scheduling.ts';

export const draftOf = (agenda: Agenda, frames: FrameIndex): SessionDraft => ({
  project: agenda.project,
  title: agenda.title,
  protocol: agenda.protocol,
  people: agenda.people,
  items: agenda.items.map((item) => plannedItem(item, frames)),
});

function plannedItem({ comparison, group, disagreements }: AgendaItem, frames: FrameIndex): PlannedItem {
  const { one, reads } = comparison;
  const geometry: GeometryOf = (key) => frames.geometryOf(one.study, key);
  const { frame, point } = group.target;
  const size = geometry(frame);
  if (!size) throw new Error('a mark lies on a frame that is not in its study');
  return {
    case: one.id,
    caseAlias: one.alias,
    target: targetAround(frame, point, size),
    context: one.context,
    finding: group.finding,
    kinds: disagreements.map((d) => d.kind),
    reads: reads.map(({ id, blinding }) => {
      const lesion = group.seen.find((s) => s.read === id)?.lesion;
      return {
        read: id,
        blinding: blinding === 'blind' ? null : BLINDING_TEXT[blinding],
        lesion: lesion ? { id: lesion.id, attributes: lesion.attributes, marks: [...lesion.marks] } : null,
      };
    }),
  };
}
