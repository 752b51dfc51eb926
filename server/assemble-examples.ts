/** What the protocol has to know of later stages to show a case as an example: who still judges it, and what was settled about it. */
import * as v from 'valibot';
import { VertexSchema, type Vertex } from '#documents/joint.ts';
import { byOrder } from '#documents/order.ts';
import { frameText } from '#domain/geometry/frame.ts';
import { answerText } from '#domain/session/question.ts';
import type { ItemState } from '#domain/session/state.ts';
import type { FrameIndex } from './ingest/frame-index.ts';
import type { ExamplePorts } from './protocol/examples.ts';
import type { Sessions } from './session/sessions.ts';
import type { Store } from './store/database.ts';
import { readsOfCase } from './store/reads.ts';
import { isBeforePanel, sessionsOfProject } from './store/sessions.ts';

interface Stages {
  readonly store: Store;
  readonly frames: FrameIndex;
  readonly session: () => Pick<Sessions, 'state' | 'protocol'>;
}

export const examplePorts = ({ store, frames, session }: Stages): ExamplePorts => ({
  hasFrame: (study, key) => frames.geometryOf(study, key) !== undefined,
  isJudged: (on, id) => readsOfCase(on, id).some(({ state }) => state === 'draft') || isBeforePanel(on, id),
  decidedOn: (one) =>
    sessionsOfProject(store.db, one.project)
      .filter(({ closedAt }) => closedAt !== null)
      .flatMap(({ id, title }) =>
        (session().state(id)?.items ?? [])
          .filter(({ content }) => content.case === one.id)
          .flatMap((item) => decidedPlace(item).map((place) => ({ session: title, ...place }))),
      ),
  shownToGuest: (actor) => (actor.guestOf === undefined ? null : session().protocol(actor, actor.guestOf)),
});

/** Whose vote it was, and who drew it, does not go with it. What was settled about a case as a whole has no place to be shown. */
function decidedPlace({ content: { finding, target }, outcome }: ItemState) {
  if (!finding || !outcome) return [];
  const { verdicts, reason, outline } = outcome;
  const vertices = outline ? verticesOf(outline.json) : [];
  const frame = vertices[0]?.frame ?? target.frame;
  const verdict = verdicts.map(({ question, result }) =>
    result.kind === 'settled'
      ? `${question.text} ${answerText(question, result.answer)}.`
      : `${question.text} Unresolved.`,
  );
  return [
    {
      frame: { sop: frame.sop, frame: frame.frame },
      finding: finding.id,
      outline: vertices.map(({ position: [x, y] }): [number, number] => [x, y]),
      said: [...verdict, reason ?? ''].join(' ').trim(),
    },
  ];
}

/** The joint outline of the frame that has the most of it. */
function verticesOf(json: string): Vertex[] {
  const entries = v.parse(v.record(v.string(), v.unknown()), JSON.parse(json));
  const vertices = Object.entries(entries).flatMap(([id, entry]) => {
    const parsed = v.safeParse(VertexSchema, { ...(typeof entry === 'object' ? entry : {}), id });
    return parsed.success ? [parsed.output] : [];
  });
  const frames = [...Map.groupBy(vertices, ({ frame }) => frameText(frame)).values()];
  const fullest = frames.toSorted((a, b) => b.length - a.length)[0] ?? [];
  return fullest.length > 2 ? fullest.sort(byOrder) : [];
}
