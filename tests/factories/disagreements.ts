/** The house of the blinding tests under a second version of its protocol: what a plan says, and who marked what. */
import { v4 } from 'uuid';
import { putMark } from '#documents/marks.ts';
import { proofOf } from '#documents/proof.ts';
import { MARKS, putAnswer } from '#documents/read.ts';
import type { CaseId, CommandId, ReadId, SessionId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { AgreementPlan } from '#domain/plan/agreement-plan.ts';
import { usualPanel, type SessionTemplate } from '#domain/plan/session-template.ts';
import type { Field, FieldValues } from '#domain/protocol/field.ts';
import type { Mark } from '#domain/reading/mark.ts';
import type { DraftRead, Read } from '#domain/reading/read.ts';
import type { SessionCommand } from '#domain/session/command.ts';
import { newId } from '#server/store/ids.ts';
import { insertProtocolVersion, type ProtocolVersion } from '#server/store/protocols.ts';
import { insertRead } from '#server/store/reads.ts';
import type { Role } from '../blinding/cast.ts';
import { openHouse, type House } from '../blinding/house.ts';
import { valueOf } from './access.ts';

export interface DisagreeingHouse extends House {
  readonly next: ProtocolVersion;
  /** The case that is read under the next version. */
  readonly disputed: CaseId;
}

export interface Version {
  readonly plan?: Partial<AgreementPlan>;
  readonly caseFields?: readonly Field[];
  readonly session?: Partial<SessionTemplate>;
}

const QUALITY: Field = { id: 'quality', label: 'Diagnostic quality', required: false, kind: 'yes-no' };

export async function disagreeingHouse({
  plan = {},
  session = {},
  caseFields = [QUALITY],
}: Version = {}): Promise<DisagreeingHouse> {
  const house = await openHouse(usualPanel('Panel'));
  const { content } = house.protocol;
  const next: ProtocolVersion = {
    ...house.protocol,
    ...{ version: 2, hash: 'e'.repeat(64), publishedAt: instantOf(Date.now()) },
    content: {
      ...content,
      caseFields: [...caseFields],
      agreement: { ...content.agreement, classFields: ['texture'], ...plan },
      session: { ...content.session, ...session },
    },
  };
  house.services.store.transact((tx) => insertProtocolVersion(tx, next));
  return { ...house, next, disputed: house.cases[1] };
}

export interface Said {
  /** Where: the same letter is the same lesion. */
  readonly lesions: readonly { readonly at: 'a' | 'b' | 'c'; readonly texture?: string; readonly radius?: number }[];
  readonly answers?: FieldValues;
}

const CENTRES = { a: [100, 100], b: [250, 250], c: [400, 400] } as const;

function markAt(house: House, { at, texture = 'solid', radius = 10 }: Said['lesions'][number]): Mark {
  const [x, y] = CENTRES[at];
  const thousandths = (value: number): number => Math.round(value * 1000) / 1000;
  const id = v4();
  const points = [0, 1, 2, 3, 4, 5, 6, 7].map((i): [number, number] => {
    const angle = (Math.PI * i) / 4;
    return [thousandths(x + radius * Math.cos(angle)), thousandths(y + radius * Math.sin(angle))];
  });
  return {
    id,
    lesion: id,
    frame: house.frames[1],
    tool: 'freehand',
    points,
    finding: 'nodule',
    attributes: { texture },
  };
}

const contentOf = (house: House, { lesions, answers = {} }: Said) => ({
  marks: lesions.map((lesion) => markAt(house, lesion)),
  answers,
});

const blank = ({ actors, next, disputed }: DisagreeingHouse, who: Role): DraftRead => ({
  id: newId<ReadId>(),
  case: disputed,
  reader: { kind: 'person', user: actors[who].user },
  round: 1,
  protocol: { protocol: next.protocol, version: next.version, hash: next.hash },
  blinding: 'blind',
  raters: 'identified',
  state: 'draft',
});

/** A submitted read of the disputed case. */
export function reads(house: DisagreeingHouse, who: Role, said: Said, extra: Partial<Read> = {}): ReadId {
  const frozen = {
    state: 'submitted',
    at: instantOf(1),
    journal: 0,
    hash: v4().replaceAll('-', '').padEnd(64, '0'),
  } as const;
  const read = { ...blank(house, who), ...frozen, content: contentOf(house, said), ...extra } as Read;
  house.services.store.transact((tx) => insertRead(tx, read, instantOf(1)));
  return read.id;
}

export function drafts(house: DisagreeingHouse, who: Role): ReadId {
  const read = blank(house, who);
  house.services.store.transact((tx) => insertRead(tx, read, instantOf(1)));
  return read.id;
}

/** Draws into a draft and submits it, as its reader would. */
export async function submits(house: DisagreeingHouse, read: ReadId, { who, said }: { who: Role; said: Said }) {
  const { services, actors, next } = house;
  const { marks, answers } = contentOf(house, said);
  let proof = '';
  await services.collab.edit({ kind: 'read', read }, (doc) => {
    for (const mark of marks) putMark(doc, MARKS, mark);
    for (const [field, value] of Object.entries(answers)) putAnswer(doc, field, value);
    proof = proofOf(doc);
  });
  const submission = { commandId: newId<CommandId>(), proof, protocolVersion: next.version };
  return valueOf(await services.reading.submit(actors[who], read, submission));
}

/** Three readers: one misses a lesion, one sees another texture in it, and they do not agree about the quality. */
export function threeReads(house: DisagreeingHouse): void {
  reads(house, 'first', { lesions: [{ at: 'a' }, { at: 'b' }, { at: 'c' }], answers: { quality: true } });
  reads(house, 'second', { lesions: [{ at: 'a', texture: 'part-solid' }, { at: 'c' }], answers: { quality: true } });
  reads(house, 'third', {
    lesions: [{ at: 'a' }, { at: 'b', radius: 20 }, { at: 'c' }],
    answers: { quality: false },
  });
}

export const queueFor = async ({ services, actors, project }: House, who: Role = 'lead') =>
  valueOf(await services.agreement.queue(actors[who], project));

/** A session chaired by somebody who has not read the case. */
export const planned = ({ actors }: House, about: { cases?: CaseId[]; disagreements?: string[] }) => ({
  title: 'Panel two',
  cases: [],
  ...about,
  people: [{ user: actors.chair.user, role: 'chair' as const }],
});

export const itemsOf = ({ services }: House, session: SessionId) => services.session.state(session)?.items ?? [];

/** What the chair does, one command after the other. */
export async function chaired(
  { services, actors }: House,
  session: SessionId,
  commands: readonly object[],
): Promise<void> {
  for (const command of commands) {
    const whole = { ...command, commandId: newId<CommandId>() } as SessionCommand;
    valueOf(await services.session.command(actors.chair, session, whole));
  }
}
