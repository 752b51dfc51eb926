/** A project in which three people have read many cases with many marks each: every lesion is seen by all, each a little elsewhere. */
import { seeded } from '#domain/kernel/random.ts';
import type { MarkId, ReadId, StudyId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { ReadContent } from '#domain/reading/mark.ts';
import { insertCase } from '#server/store/cases.ts';
import type { Transaction } from '#server/store/database.ts';
import { newId } from '#server/store/ids.ts';
import { studyNamed } from '#server/store/images.ts';
import { insertRead } from '#server/store/reads.ts';
import type { Role } from '../blinding/cast.ts';
import type { House } from '../blinding/house.ts';

export interface Size {
  readonly cases: number;
  readonly marks: number;
  /** Where the numbers of the patients begin. */
  readonly from?: number;
}

const READERS: readonly Role[] = ['first', 'second', 'third'];
const CORNERS = 16;

export function fillProject({ services, project, protocol, actors }: House, { cases, marks, from = 0 }: Size): void {
  const at = instantOf(1);
  const random = seeded(7);
  const cited = { protocol: protocol.protocol, version: protocol.version, hash: protocol.hash };
  const frozen = { state: 'submitted', at, journal: 0, hash: '0'.repeat(64) } as const;
  services.store.transact((tx) => {
    for (let number = from; number < from + cases; number++) {
      const one = insertCase(tx, { project, study: studyOf(tx, { project, number }), lookReason: '', at });
      const spots = Array.from({ length: marks }, () => [random.int(20, 480), random.int(20, 480)] as const);
      for (const role of READERS) {
        const content: ReadContent = { marks: spots.map((spot) => markNear(spot, random.int(0, 4))), answers: {} };
        const reader = { kind: 'person', user: actors[role].user } as const;
        const kind = { round: 1, blinding: 'blind', raters: 'identified' } as const;
        insertRead(tx, { id: newId<ReadId>(), case: one, reader, protocol: cited, content, ...kind, ...frozen }, at);
      }
    }
  });
}

const studyOf = (
  tx: Transaction,
  { project, number }: { readonly project: House['project']; readonly number: number },
): StudyId => studyNamed(tx, { project, uid: `1.2.840.98.${String(number)}`, patientKey: `p${String(number)}` }).id;

function markNear([x, y]: readonly [number, number], aside: number): ReadContent['marks'][number] {
  const id = newId<MarkId>();
  const points = Array.from({ length: CORNERS }, (_, i): [number, number] => {
    const turn = (2 * Math.PI * i) / CORNERS;
    return [x + aside + 12 * Math.cos(turn), y + 12 * Math.sin(turn)];
  });
  const frame = { sop: '1.2.840.98.1.1', frame: 1 };
  return { id, lesion: id, frame, tool: 'freehand', points, finding: 'nodule', attributes: { texture: 'solid' } };
}
