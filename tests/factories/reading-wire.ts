/** A reader at work, on the wire: two cases with one image each, a protocol with a required field, a draft per case. */
import { v4 } from 'uuid';
import type { CaseImages } from '#contract/images.ts';
import type { Workspace } from '#contract/reading.ts';
import type { WorklistPage } from '#contract/worklist.ts';
import { proofOf } from '#documents/proof.ts';
import type { FrameKey } from '#domain/geometry/frame.ts';
import type { ReadId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import type { Mark } from '#domain/reading/mark.ts';
import type { Problem } from '#domain/reading/submission.ts';
import { PASSWORD, valueOf } from './access.ts';
import { panelProtocol } from './agenda.ts';
import type { Desk } from './collab-client.ts';
import { ctImage } from './image.ts';
import { panel, type Panel } from './panel.ts';
import { comeIn, type Somebody } from './whole.ts';
import { wire, type Answer, type Wire } from './wire.ts';

export interface ReadingOnWire extends Wire {
  readonly own: Panel;
  readonly lead: Somebody;
  readonly reader: Somebody;
  /** Has a draft of the same cases. */
  readonly other: Somebody;
  readonly read: ReadId;
  readonly desk: Desk;
  /** Frames of the case that is read, and of the other case. */
  readonly frame: FrameKey;
  readonly foreign: FrameKey;
  readonly submit: (more?: Submitting) => Promise<Answer>;
  readonly publish: (basedOn: number, openReads: 'finish' | 'move') => Promise<Answer>;
  readonly workspace: () => Promise<Workspace>;
}

export interface Submitting {
  readonly who?: Somebody;
  readonly commandId?: string;
  readonly proof?: string;
  readonly protocolVersion?: number;
}

/** Under version 2 of the protocol. */
export async function readingOnWire(): Promise<ReadingOnWire> {
  const at = await wire();
  const { operator } = at.whole.services.access;
  const own = panel(at.whole.services.store, instantOf(Date.now()));
  const { lead, first, outsider } = own.people;
  valueOf(operator.giveRole({ project: own.project, user: first.user, role: 'reader' }));
  const [leading, reader, other] = [lead, outsider, first].map(({ email }) => comeIn(at.whole, email));
  if (!leading || !reader || !other) throw new Error('three people are needed');
  const project = `/api/v1/projects/${own.project}`;
  const { token } = leading;
  const publish = (basedOn: number, openReads: 'finish' | 'move'): Promise<Answer> =>
    at.ask(`${project}/protocol`, { token, json: { content: protocol(basedOn + 1), basedOn, openReads } });
  await publish(1, 'finish');
  for (const study of ['1.2.840.3', '1.2.840.4'])
    await at.ask(`${project}/files`, { token, method: 'POST', body: sliceOf(study) });
  const cases = valueOf(at.whole.services.ingest.list(lead, own.project)).filter(({ series }) => series.length > 0);
  await at.ask(`${project}/reads`, {
    token,
    json: { cases: cases.map(({ id }) => id), readers: [outsider.user, first.user] },
  });
  const [line] = ((await at.ask('/api/v1/reads', { token: reader.token })).body as WorklistPage).lines;
  const frames = await Promise.all(cases.map(({ id }) => firstFrame(at, token, id)));
  const [frame, foreign] = frames;
  if (!line || !frame || !foreign) throw new Error('two cases with a draft are needed');
  const desk = reader.open({ kind: 'read', read: line.read });
  await desk.saved();
  return {
    ...{ ...at, own, lead: leading, reader, other, read: line.read, desk, frame, foreign, publish },
    submit: ({ who = reader, ...more } = {}) =>
      at.ask(`/api/v1/reads/${line.read}/submission`, {
        token: who.token,
        json: { commandId: v4(), proof: proofOf(desk.doc), protocolVersion: 2, ...more },
      }),
    workspace: async () => (await at.ask(`/api/v1/reads/${line.read}`, { token: reader.token })).body as Workspace,
  };
}

/** Somebody who signs in with a password, with a draft of every case of the project. */
export async function newReader({ whole, own }: ReadingOnWire): Promise<{
  readonly account: { readonly email: string; readonly password: string };
  readonly read: ReadId;
}> {
  const { access, ingest, reading } = whole.services;
  const account = { name: 'Eve', email: 'eve@example.org', password: PASSWORD };
  const { id: user } = valueOf(await access.operator.addPerson(account, { administrator: false }));
  valueOf(access.operator.giveRole({ project: own.project, user, role: 'reader' }));
  const cases = valueOf(ingest.list(own.people.lead, own.project)).map(({ id }) => id);
  valueOf(reading.assign(own.people.lead, own.project, { cases, readers: [user] }));
  const actor = access.operator.actorOf(account.email);
  const [line] = actor ? reading.worklist(actor) : [];
  if (!line) throw new Error('there is no draft');
  return { account, read: line.read };
}

const sliceOf = (study: string): Uint8Array =>
  ctImage(1, { StudyInstanceUID: study, SeriesInstanceUID: `${study}.1`, SOPInstanceUID: `${study}.1.1` });

async function firstFrame({ ask }: Wire, token: string, id: string): Promise<FrameKey | undefined> {
  const { body } = await ask(`/api/v1/cases/${id}/images`, { token });
  return (body as CaseImages).series[0]?.frames[0]?.key;
}

const protocol = (version: number): ProtocolContent => ({
  ...panelProtocol(),
  title: `Nodules ${String(version)}`,
  caseFields: [{ id: 'quality', label: 'Quality', required: true, kind: 'text', maximumLength: 20 }],
});

export const outline = (frame: FrameKey, more: Partial<Mark> = {}): Mark => {
  const id = v4();
  const points: Mark['points'] = [
    [1, 1],
    [5, 1],
    [3, 5],
  ];
  return {
    ...{ id, lesion: id, frame, tool: 'freehand', points, finding: 'nodule', attributes: { texture: 'solid' } },
    ...more,
  };
};

/** The problems that a refused submission names. */
export const problemsIn = ({ body }: Answer): Problem[] =>
  (body as { details: { problems: string[] } }).details.problems.map((text) => JSON.parse(text) as Problem);
