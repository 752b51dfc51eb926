/**
 * LIDC-IDRI reads come in as what they are: second, unblinded reads by interchangeable slots. Their outlines run just outside
 * the nodule and are converted first, so that every mark in the product means the same thing.
 */
import { createHash } from 'node:crypto';
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import { inclusiveOutlines } from '#domain/geometry/exclusive-outline.ts';
import { frameText, type FrameKey } from '#domain/geometry/frame.ts';
import { pixelPoint } from '#domain/geometry/point.ts';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { MarkId, ProjectId, ReadId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { Field, FieldValue, FieldValues } from '#domain/protocol/field.ts';
import type { Finding, ProtocolContent } from '#domain/protocol/protocol.ts';
import type { Mark, ReadContent } from '#domain/reading/mark.ts';
import type { SubmittedRead } from '#domain/reading/read.ts';
import { problemsOf } from '#domain/reading/submission.ts';
import { problemTexts } from '#contract/reading.ts';
import { caseOfStudy, type Case } from '#server/store/cases.ts';
import type { Store, Transaction } from '#server/store/database.ts';
import { newId } from '#server/store/ids.ts';
import { frameGeometries, instanceNamed } from '#server/store/images.ts';
import type { Ledger } from '#server/store/ledger.ts';
import { currentProtocol, type ProtocolVersion } from '#server/store/protocols.ts';
import { insertRead, readsOfCase } from '#server/store/reads.ts';
import { lidcReadsOf, type LidcNodule, type LidcReader } from './lidc-xml.ts';

export interface LidcPorts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly now: () => Instant;
  /** The UID an original UID was remapped to in this project. */
  readonly remap: (project: ProjectId, uid: string) => string;
}

export interface LidcReport {
  readonly case: string;
  readonly reads: number;
  readonly marks: number;
  /** Left out: points for nodules under 3 mm, outlines on images that are not in the project. */
  readonly leftOut: { readonly small: number; readonly elsewhere: number };
}

const SOURCE = 'LIDC-IDRI, second round (doi:10.7937/K9/TCIA.2015.LO9QL9SX)';

/** By the command line (`by` null) or a person who may import into the project. Nothing is stored unless all of it is. */
export function importLidc(
  ports: LidcPorts,
  by: Actor | null,
  { project, xml }: { readonly project: ProjectId; readonly xml: string },
): Result<LidcReport, Refusal> {
  const { store } = ports;
  if (by && !can(by, 'images.import', { kind: 'project', project })) return err(refusal('not-allowed'));
  const parsed = lidcReadsOf(xml);
  if (!parsed.ok) return parsed;
  const protocol = currentProtocol(store.db, project);
  if (!protocol) return err(refusal('protocol-missing'));
  const target = { ports, project, protocol };
  const one = caseIn(target, parsed.value.readers);
  if (!one) return err(refusal('not-found', { what: 'images of this reading file' }));
  if (readsOfCase(store.db, one.id).some((r) => r.reader.kind === 'slot' && r.reader.source === SOURCE)) {
    return err(refusal('read-closed'));
  }
  return store.transact((tx) => insertAll(target, tx, { by, one, readers: parsed.value.readers }));
}

interface Target {
  readonly ports: LidcPorts;
  readonly project: ProjectId;
  readonly protocol: ProtocolVersion;
}

/** The case whose images the outlines lie on. */
function caseIn({ ports, project }: Target, readers: readonly LidcReader[]): Case | undefined {
  for (const outline of readers.flatMap((r) => r.nodules.flatMap((n) => n.outlines))) {
    const found = instanceNamed(ports.store.db, ports.remap(project, outline.sop));
    if (found) return caseOfStudy(ports.store.db, found.study);
  }
  return undefined;
}

interface Inserting {
  readonly by: Actor | null;
  readonly one: Case;
  readonly readers: readonly LidcReader[];
}

function insertAll(target: Target, tx: Transaction, { by, one, readers }: Inserting): Result<LidcReport, Refusal> {
  const { ports, protocol } = target;
  const frames = new Map(frameGeometries(tx, one.study).map((f) => [frameText(f.key), f.series]));
  const contents = readers.map((reader) => contentOf(target, reader, frames));
  const rules = { protocol: protocol.content, seriesOf: (key: FrameKey) => frames.get(frameText(key)) };
  const problems = contents.flatMap((c) => problemsOf(c.content, rules));
  if (problems.length > 0) return err(refusal('invalid-read', { problems: problemTexts(problems) }));
  const at = ports.now();
  for (const [i, { content }] of contents.entries()) {
    const read = importedRead({ one, protocol, at, slot: i + 1 }, content);
    insertRead(tx, read, at);
    const payload = {
      case: one.id,
      slot: i + 1,
      source: SOURCE,
      blinding: read.blinding,
      raters: read.raters,
      hash: read.hash,
    };
    ports.ledger.append(tx, { actor: by?.user ?? 'system', stream: `read:${read.id}`, type: 'read-imported', payload });
  }
  const leftOut = {
    small: readers.reduce((sum, r) => sum + r.small, 0),
    elsewhere: contents.reduce((sum, c) => sum + c.elsewhere, 0),
  };
  const marks = contents.reduce((sum, c) => sum + c.content.marks.length, 0);
  return ok({ case: one.alias, reads: contents.length, marks, leftOut });
}

interface Slot {
  readonly one: Case;
  readonly protocol: ProtocolVersion;
  readonly at: Instant;
  readonly slot: number;
}

function importedRead({ one, protocol, at, slot }: Slot, content: ReadContent): SubmittedRead {
  const { protocol: id, version, hash } = protocol;
  return {
    id: newId<ReadId>(),
    case: one.id,
    reader: { kind: 'slot', label: `Reader slot ${String(slot)}`, source: SOURCE },
    round: 1,
    protocol: { protocol: id, version, hash },
    blinding: 'others-visible-anonymous',
    raters: 'interchangeable',
    state: 'submitted',
    at,
    content,
    hash: createHash('sha256').update(canonicalJson(content)).digest('hex'),
    journal: 0,
  };
}

function contentOf(
  { ports, project, protocol }: Target,
  reader: LidcReader,
  frames: ReadonlyMap<string, string>,
): { content: ReadContent; elsewhere: number } {
  const finding = protocol.content.findings.find((f) => f.tools.includes('freehand')) ?? protocol.content.findings[0];
  let elsewhere = 0;
  const marks = reader.nodules.flatMap((nodule) => {
    const here = nodule.outlines
      .map((o) => ({ ...o, sop: ports.remap(project, o.sop) }))
      .filter((o) => frames.has(frameText({ sop: o.sop, frame: 1 })));
    elsewhere += nodule.outlines.length - here.length;
    return finding ? marksOf({ finding, nodule, outlines: here }) : [];
  });
  return { content: { marks, answers: answersOf(protocol.content, marks.length > 0) }, elsewhere };
}

interface Drawn {
  readonly finding: Finding;
  readonly nodule: LidcNodule;
  readonly outlines: LidcNodule['outlines'];
}

/** All outlines of a nodule are one lesion, led by its first outline. Lines that enclose no pixel leave no mark. */
function marksOf({ finding, nodule, outlines }: Drawn): Mark[] {
  const lesion = newId<MarkId>();
  const drawn = [...Map.groupBy(outlines, (o) => o.sop)].flatMap(([sop, onImage]) =>
    inclusiveOutlines(
      onImage.map(({ points, included }) => ({ polygon: points.map(([x, y]) => pixelPoint(x, y)), included })),
    ).map((points) => ({ sop, points: points.map(([x, y]): [number, number] => [x, y]) })),
  );
  return drawn.map(({ sop, points }, i) => ({
    id: i === 0 ? lesion : newId<MarkId>(),
    lesion,
    frame: { sop, frame: 1 },
    tool: 'freehand',
    points,
    finding: finding.id,
    attributes: attributesOf(finding.fields, nodule.ratings),
  }));
}

/** A rating goes into the field of the same name when the field has such a value. */
function attributesOf(fields: readonly Field[], ratings: LidcNodule['ratings']): FieldValues {
  return Object.fromEntries(
    fields.flatMap((field): [string, FieldValue][] => {
      const rating = ratings[field.id];
      if (rating === undefined) return [];
      if (field.kind === 'ordinal') return field.anchors.some((a) => a.value === rating) ? [[field.id, rating]] : [];
      const texture = field.id === 'texture' ? textureOf(rating) : undefined;
      const known = field.kind === 'choice' && field.options.some((o) => o.value === texture);
      return known && texture !== undefined ? [[field.id, texture]] : [];
    }),
  );
}

/** LIDC texture: 1 non-solid, 3 part-solid, 5 solid; 2 and 4 lie between and are taken as part-solid. */
function textureOf(rating: number): string {
  if (rating <= 1) return 'ground-glass';
  return rating >= 5 ? 'solid' : 'part-solid';
}

/** "Is there any …?" is the only case field a reading file answers: by whether it has marks. */
function answersOf(protocol: ProtocolContent, found: boolean): FieldValues {
  const asked = protocol.caseFields.filter((f) => f.kind === 'yes-no' && f.id.startsWith('any-'));
  return Object.fromEntries(asked.map((f) => [f.id, found]));
}
