/** Marks on the first, a middle and the last frame of a film, of every kind, are found there and nowhere else, all the way. */
import { expect, it } from 'vitest';
import { v4, v7 } from 'uuid';
import { marksOf, putMark } from '#documents/marks.ts';
import { proofOf } from '#documents/proof.ts';
import { MARKS, putAnswer } from '#documents/read.ts';
import { frameText, type FrameKey } from '#domain/geometry/frame.ts';
import type { CommandId, ProjectId, ReadId } from '#domain/kernel/id.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import type { Mark } from '#domain/reading/mark.ts';
import { lungProtocol } from '#server/demo/lung-protocol.ts';
import { generatePhantom } from '#server/dicom/phantom/phantom.ts';
import type { Incoming } from '#server/ingest/sources.ts';
import { valueOf } from '#tests/factories/access.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { itemAt, revealedReads, vote, type Panel } from '#tests/factories/panel-line.ts';
import { ask, comeIn, recordAt, wholeServer, type Somebody, type Whole } from '#tests/factories/whole.ts';

const FRAMES = 9;
const PLACES = [1, 5, FRAMES];

const protocol = (): ProtocolContent => ({
  ...lungProtocol,
  findings: lungProtocol.findings.map((finding) => ({
    ...finding,
    tools: [...finding.tools, 'box', 'whole-image', 'labelmap'],
    minimumMm: 0,
  })),
});

interface Film {
  readonly whole: Whole;
  readonly project: ProjectId;
  readonly lead: Somebody;
  readonly readers: readonly [Somebody, Somebody];
  readonly sop: string;
}

/** A film of nine frames, which a lead looked at and two people are to read. */
async function filmToRead(): Promise<Film> {
  const whole = await wholeServer(testFolder());
  const { access, ingest, protocol: protocols, reading } = whole.services;
  const { operator } = access;
  for (const name of ['ann', 'ben', 'cleo'])
    valueOf(await operator.addPerson({ name, email: `${name}@example.org`, password: v4() }, { administrator: false }));
  const [lead, first, second] = ['ann', 'ben', 'cleo'].map((name) => comeIn(whole, `${name}@example.org`));
  if (!lead || !first || !second) throw new Error('three people are needed');
  const project = valueOf(operator.createProject({ name: 'Films', lead: lead.actor.user })).id;
  for (const { actor } of [first, second])
    for (const role of ['reader', 'panellist'] as const)
      valueOf(operator.giveRole({ project, user: actor.user, role }));
  const [again, one, other] = ['ann', 'ben', 'cleo'].map((name) => comeIn(whole, `${name}@example.org`));
  if (!again || !one || !other) throw new Error('three people are needed');
  valueOf(protocols.publish(again.actor, project, { content: protocol(), openReads: 'finish', basedOn: 0 }));
  const { files } = generatePhantom({ kind: 'us-cine', seed: 5, size: 160, count: FRAMES });
  async function* incoming(): AsyncGenerator<Incoming> {
    for (const { name, bytes } of files) yield await Promise.resolve({ path: name, bytes });
  }
  valueOf(await ingest.importFiles(null, { project, files: incoming() }));
  const [line] = valueOf(ingest.list(again.actor, project));
  if (!line) throw new Error('no case');
  if (line.state !== 'ready') valueOf(ingest.confirmLook(again.actor, line.id));
  valueOf(reading.assign(again.actor, project, { cases: [line.id], readers: [one.actor.user, other.actor.user] }));
  const [series] = valueOf(ingest.images(again.actor, line.id)).series;
  const keys = series?.frames.map(({ key }) => key) ?? [];
  expect(keys.map(({ frame }) => frame)).toEqual(Array.from({ length: FRAMES }, (_, i) => i + 1));
  return { whole, project, lead: again, readers: [one, other], sop: keys[0]?.sop ?? '' };
}

type Shape = readonly [Mark['tool'], readonly (readonly [number, number])[]];

/** An outline on the first frame, a box on the middle one, the last one as a whole. */
const OF_EVERY_KIND: readonly Shape[] = [
  [
    'freehand',
    [
      [40, 40],
      [60, 40],
      [50, 60],
    ],
  ],
  [
    'box',
    [
      [80, 30],
      [95, 50],
    ],
  ],
  ['whole-image', []],
];

/** Painted pixels on each of the three frames: in two patches, with a gap in a row, and a single one. */
const PAINTED: readonly Shape[] = [
  [
    'labelmap',
    [
      [40, 40],
      [60, 40],
      [44, 50],
      [46, 50],
    ],
  ],
  [
    'labelmap',
    [
      [80, 30],
      [84, 30],
      [90, 30],
      [95, 30],
      [81, 31],
      [94, 31],
    ],
  ],
  [
    'labelmap',
    [
      [70, 70],
      [70, 70],
    ],
  ],
];

const drawn = (sop: string, shapes: readonly Shape[]): Mark[] =>
  shapes.map(([tool, points], i): Mark => {
    const id = v7();
    const frame: FrameKey = { sop, frame: PLACES[i] ?? 0 };
    const attributes = { texture: 'solid', malignancy: 3 };
    return { id, lesion: id, frame, tool, points: points.map(([x, y]) => [x, y]), finding: 'nodule', attributes };
  });

const placesOf = (marks: readonly Mark[]): string[] =>
  marks.map(({ frame, tool, points }) => `${tool} ${frameText(frame)} ${JSON.stringify(points)}`).sort();

async function submitAs(at: Film, who: Somebody, marks: readonly Mark[]): Promise<ReadId> {
  const { reading } = at.whole.services;
  const read = reading.worklist(who.actor)[0]?.read;
  if (!read) throw new Error('nothing to read');
  const desk = who.open({ kind: 'read', read });
  await desk.saved();
  for (const mark of marks) putMark(desk.doc, MARKS, mark);
  putAnswer(desk.doc, 'any-nodule', marks.length > 0);
  await desk.saved();
  // Another window, after a reload: what the server has is all there is.
  const again = who.open({ kind: 'read', read });
  await again.saved();
  expect(placesOf(marksOf(again.doc))).toEqual(placesOf(marks));
  again.leave();
  const submission = { commandId: v7() as CommandId, proof: proofOf(desk.doc), protocolVersion: 1 };
  valueOf(await reading.submit(who.actor, read, submission));
  desk.leave();
  return read;
}

it.each([
  ['a mark of every kind', OF_EVERY_KIND],
  ['a painted mark', PAINTED],
])(
  '[RW11] %s keeps its SOP Instance UID, its frame and its points through reload, submission, agreement, the room and the export',
  async (_, shapes) => {
    const at = await filmToRead();
    const { whole, project, lead, readers } = at;
    const { reading, agreement, release, session: sessions } = whole.services;
    const marks = drawn(at.sop, shapes);
    const read = await submitAs(at, readers[0], marks);
    await submitAs(at, readers[1], []);
    const frozen = valueOf(reading.workspace(readers[0].actor, read)).state;
    expect(frozen.kind === 'submitted' && placesOf(frozen.content.marks)).toEqual(placesOf(marks));

    const chairs = [
      { user: lead.actor.user, role: 'chair' },
      ...readers.map(({ actor }) => ({ user: actor.user, role: 'panellist' })),
    ];
    const people = chairs as { user: typeof lead.actor.user; role: 'chair' | 'panellist' }[];
    const { session } = valueOf(await agreement.schedule(lead.actor, project, { title: 'Films', cases: [], people }));
    for (const who of [lead, ...readers]) await ask(whole, who, session, { type: 'join' });
    await ask(whole, lead, session, { type: 'open-session' });
    const record = lead.open({ kind: 'record', session });
    await record.saved();
    const panel: Panel = { whole, session, chair: lead, others: readers, record };
    // What the readers answered for the case differs as well: that item is about no place.
    const items = recordAt(record)
      .agenda.map(({ item }) => item)
      .filter((item) => itemAt(recordAt(record), item).target.box !== null);
    expect(items.map((item) => itemAt(recordAt(record), item).target.frame.frame).sort()).toEqual(PLACES);
    for (const item of items) {
      const { target } = itemAt(recordAt(record), item);
      await ask(whole, lead, session, { type: 'open-item', item });
      await ask(whole, lead, session, { type: 'open-vote', item });
      await vote(panel, item, { round: 1, answers: [['no', 'no', 'no']] });
      await record.sees(() => itemAt(recordAt(record), item).phase !== 'vote');
      const shown = revealedReads(panel, item).flatMap((one) => one.marks);
      expect(placesOf(shown)).toEqual(
        placesOf(marks.filter(({ frame }) => frameText(frame) === frameText(target.frame))),
      );
      await ask(whole, lead, session, { type: 'park', item });
    }
    expect(sessions.state(session)?.items).toHaveLength(4);

    const exported = valueOf(release.exportProject(project)).reads.flatMap((one) =>
      'content' in one ? one.content.marks : [],
    );
    expect(placesOf(exported)).toEqual(placesOf(marks));
    record.leave();
    await whole.close();
  },
  60_000,
);
