/** The demo as it is after some weeks: a dozen more cases that its three readers have read, and a lead who has read none of them. */
import type { Services } from '#server/assemble.ts';
import { DEMO_PROJECT } from '#server/demo.ts';
import { seeded, type Random } from '#domain/kernel/random.ts';
import type { MarkId, ProjectId, ReadId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { Mark, ReadContent } from '#domain/reading/mark.ts';
import { insertCase } from '#server/store/cases.ts';
import { newId } from '#server/store/ids.ts';
import { studyNamed } from '#server/store/images.ts';
import { currentProtocol } from '#server/store/protocols.ts';
import { insertRead } from '#server/store/reads.ts';
import { PASSWORD } from '../e2e/server.ts';
import { valueOf } from './access.ts';

/** Outside every blind set. */
export const OUTSIDE = { name: 'Inês Costa', email: 'ines@demo.example' } as const;

const READERS = ['jonas', 'aiko', 'lucia'].map((name) => `${name}@demo.example`);

export async function compareDemo({ access: { operator }, store }: Services, cases = 12): Promise<ProjectId> {
  const project = operator.projectNamed(DEMO_PROJECT)?.id;
  const protocol = project && currentProtocol(store.db, project);
  if (!protocol) throw new Error('the demo has no project');
  valueOf(await operator.addPerson({ ...OUTSIDE, password: PASSWORD }, { administrator: false }));
  const userOf = (email: string) => {
    const actor = operator.actorOf(email);
    if (!actor) throw new Error(`nobody is called ${email}`);
    return actor.user;
  };
  valueOf(operator.giveRole({ project, user: userOf(OUTSIDE.email), role: 'lead' }));
  const random = seeded(20);
  const at = instantOf(Date.now());
  const cited = { protocol: protocol.protocol, version: protocol.version, hash: protocol.hash };
  const kind = { round: 1, protocol: cited, blinding: 'blind', raters: 'identified' } as const;
  const frozen = { state: 'submitted', at, journal: 0, hash: '0'.repeat(64) } as const;
  store.transact((tx) => {
    for (let number = 0; number < cases; number++) {
      // Two cases of each patient.
      const patientKey = `patient ${String(Math.floor(number / 2))}`;
      const { id: study } = studyNamed(tx, { project, uid: `1.2.840.97.${String(number)}`, patientKey });
      const one = insertCase(tx, { project, study, lookReason: '', at });
      const lesions = Array.from({ length: number % 4 }, () => lesionOf(random));
      for (const email of READERS) {
        const reader = { kind: 'person', user: userOf(email) } as const;
        const content = contentOf(lesions, random);
        insertRead(tx, { ...kind, ...frozen, id: newId<ReadId>(), case: one, reader, content }, at);
      }
    }
  });
  return project;
}

interface Drawn {
  readonly centre: readonly [number, number];
  readonly radius: number;
  readonly malignancy: number;
  readonly texture: string;
}

const lesionOf = (random: Random): Drawn => ({
  centre: [random.int(60, 450), random.int(60, 450)],
  radius: random.int(8, 25),
  malignancy: random.int(1, 5),
  texture: ['solid', 'part-solid', 'ground-glass'][random.int(0, 2)] ?? 'solid',
});

/** One lesion in six is missed, and grades differ by one step now and then. */
function contentOf(lesions: readonly Drawn[], random: Random): ReadContent {
  const marks = lesions.flatMap((lesion) => (random.unit() < 1 / 6 ? [] : [markOf(lesion, random)]));
  const quality = random.unit() < 0.8 ? 'adequate' : 'limited';
  return { marks, answers: { 'any-nodule': marks.length > 0, quality } };
}

function markOf({ centre: [x, y], radius, malignancy, texture }: Drawn, random: Random): Mark {
  const id = newId<MarkId>();
  const own = radius + random.int(-3, 3);
  const points = Array.from({ length: 20 }, (_, i): [number, number] => {
    const turn = (Math.PI * i) / 10;
    return [Math.round(1000 * (x + own * Math.cos(turn))) / 1000, Math.round(1000 * (y + own * Math.sin(turn))) / 1000];
  });
  const graded = Math.max(1, Math.min(5, malignancy + (random.unit() < 0.6 ? 0 : random.int(-1, 1))));
  const attributes = { malignancy: graded, texture: random.unit() < 0.8 ? texture : 'solid' };
  const frame = { sop: '1.2.840.97.1', frame: 1 };
  return { id, lesion: id, frame, tool: 'freehand', points, finding: 'nodule', attributes };
}
