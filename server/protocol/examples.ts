/**
 * A worked example shows an image of a real case to everybody of the project who may see pixels. So the case is one that nobody
 * has to judge blind any more when it is published, and from then on nobody reads it; what is served is the one image, not the case.
 */
import type { ExampleCase } from '#contract/protocol.ts';
import type { SeriesImages } from '#contract/images.ts';
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import { sameFrame, type FrameKey } from '#domain/geometry/frame.ts';
import { idOf, type CaseId, type ProjectId, type StudyId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { problem, type ProtocolProblem } from '#domain/protocol/problem.ts';
import type { Example, ProtocolContent } from '#domain/protocol/protocol.ts';
import { imagesOf } from '#server/ingest/series-images.ts';
import { caseById, caseNumbered, type Case } from '#server/store/cases.ts';
import type { Store, Transaction } from '#server/store/database.ts';
import { framePlace, seriesOfStudy } from '#server/store/images.ts';
import { shownExamples } from '#server/store/protocols.ts';

type Source = Store['db'] | Transaction;

export interface ExamplePorts {
  readonly hasFrame: (study: StudyId, key: FrameKey) => boolean;
  /** Whether somebody still has to judge the case blind: later stages know their reads and panels. */
  readonly isJudged: (on: Source, id: CaseId) => boolean;
  /** Where panels that are over have settled something about the case. */
  readonly decidedOn: (one: Case) => ExampleCase['decided'];
  /** The instructions a guest is shown; null for whoever is no guest, and for a guest whose stay is over. */
  readonly shownToGuest: (actor: Actor) => ProtocolContent | null;
}

export interface Examples {
  /** Whether this image may be seen as an example, whatever else the person may see of its case. */
  maySee(actor: Actor, project: ProjectId, frame: FrameKey): boolean;
  /** The one image, as a series of one. */
  image(actor: Actor, frame: FrameKey): Result<SeriesImages, Refusal>;
  /** For those who choose what a draft shows: how a case stands, and what was decided about it. @param named its id or its number. */
  caseFor(actor: Actor, project: ProjectId, named: string): Result<ExampleCase, Refusal>;
}

export function createExamples(ports: ExamplePorts & { readonly store: Store }): Examples {
  const { store } = ports;
  function maySee(actor: Actor, project: ProjectId, frame: FrameKey): boolean {
    const shown = can(actor, 'example.see', { kind: 'project', project })
      ? shownExamples(store.db, project)
      : (ports.shownToGuest(actor)?.examples ?? []);
    return shown.some((example) => sameFrame(example.frame, frame));
  }
  return {
    maySee,
    image(actor, frame) {
      const place = framePlace(store.db, frame);
      const one = place && caseById(store.db, place.case);
      if (one?.state !== 'ready' || !maySee(actor, one.project, frame)) return err(refusal('not-found'));
      const image = imagesOf(seriesOfStudy(store.db, one.study)).flatMap((series) => onlyFrame(series, frame))[0];
      return image ? ok(image) : err(refusal('not-found'));
    },
    caseFor(actor, project, named) {
      if (!can(actor, 'example.choose', { kind: 'project', project })) return err(refusal('not-allowed'));
      const number = /^\d{1,9}$/.test(named) ? Number(named) : null;
      const one = number === null ? caseById(store.db, idOf<CaseId>(named)) : caseNumbered(store.db, project, number);
      if (one?.project !== project) return err(refusal('not-found'));
      const standing = standingOf(ports, store.db, one);
      // A case that was shown once may be before a panel again, and whoever writes here may sit on it.
      const decided = standing === 'not-ready' || ports.isJudged(store.db, one.id) ? [] : ports.decidedOn(one);
      return ok({ case: one.id, alias: one.alias, standing, decided });
    },
  };
}

/** `judged`: by somebody, blind, still. `shown`: in a published version already, which nothing takes back. */
function standingOf({ isJudged }: ExamplePorts, on: Source, one: Case): ExampleCase['standing'] {
  if (one.state !== 'ready') return 'not-ready';
  if (shownExamples(on, one.project).some((example) => example.case === one.id)) return 'shown';
  return isJudged(on, one.id) ? 'judged' : 'free';
}

/** What only the server knows of the examples of a draft; asked in the transaction that publishes it. */
export const exampleProblems = (
  ports: ExamplePorts,
  tx: Transaction,
  { project, examples = [] }: { readonly project: ProjectId; readonly examples?: readonly Example[] | undefined },
): ProtocolProblem[] =>
  examples.flatMap(({ case: id, frame }, i): ProtocolProblem[] => {
    const path = `examples.${String(i)}`;
    const one = caseById(tx, idOf<CaseId>(id));
    const standing = one?.project === project ? standingOf(ports, tx, one) : 'not-ready';
    if (!one || standing === 'not-ready') return [problem('example-case-missing', `${path}.case`)];
    if (standing === 'judged') return [problem('example-case-judged', `${path}.case`)];
    return ports.hasFrame(one.study, frame) ? [] : [problem('example-frame-missing', `${path}.frame`)];
  });

/** Nothing of the other images goes with it, not even that there are some. */
function onlyFrame(series: SeriesImages, frame: FrameKey): SeriesImages[] {
  const source = series.frames.find(({ key }) => sameFrame(key, frame));
  const attributes = series.instances[frame.sop];
  return source && attributes
    ? [{ ...series, frames: [source], instances: { [frame.sop]: attributes }, frameRate: null }]
    : [];
}
