/** A project with many ready cases of two kinds and some readers, over the whole server. */
import * as v from 'valibot';
import type { Plan } from '#contract/assignments.ts';
import { WorklistQuerySchema, type WorklistLine } from '#contract/worklist.ts';
import type { Actor } from '#domain/access/actor.ts';
import type { CaseId, ProjectId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { Services } from '#server/assemble.ts';
import { insertCase } from '#server/store/cases.ts';
import { seriesNamed, studyNamed } from '#server/store/images.ts';
import { insertPerson } from '#server/store/people.ts';
import { insertMembership } from '#server/store/projects.ts';
import { readById } from '#server/store/reads.ts';
import type { ReadId } from '#domain/kernel/id.ts';
import { valueOf } from './access.ts';
import { testHouse } from './house.ts';

const KINDS = ['Chest CT', 'Chest radiograph'] as const;

export interface Study {
  readonly services: Services;
  readonly project: ProjectId;
  readonly lead: Actor;
  readonly readers: readonly Actor[];
  /** Ready and read by nobody, in the order of their numbers; the first has number 2. */
  readonly cases: readonly CaseId[];
}

export async function assignedStudy(of: { readonly cases: number; readonly readers: number }): Promise<Study> {
  const { services, project, panel } = await testHouse();
  const at = instantOf(Date.now());
  return services.store.transact((tx) => {
    const cases = Array.from({ length: of.cases }, (_, i) => {
      const study = studyNamed(tx, { project, uid: `1.3.${String(i)}`, patientKey: `p${String(i)}` }).id;
      const label = `${KINDS[i % 2] ?? ''}, 1.0 mm`;
      seriesNamed(tx, { study, uid: `1.3.${String(i)}.1`, modality: 'CT', number: 1, label });
      return insertCase(tx, { project, study, lookReason: '', at });
    });
    const readers = Array.from({ length: of.readers }, (_, i): Actor => {
      const name = `Reader ${String(i + 1)}`;
      const email = `reader-${String(i + 1)}@example.org`;
      const { id: user } = insertPerson(tx, { name, email, passwordHash: '-', administrator: false }, at);
      insertMembership(tx, { project, user, role: 'reader' }, at);
      return { user, name, email, administrator: false, roles: new Map([[project, ['reader']]]) };
    });
    return { services, project, lead: panel.people.lead, readers, cases };
  });
}

export const planFor = ({ readers, cases }: Study, over: Partial<Plan> = {}): Plan => ({
  name: 'First batch',
  dueAt: null,
  design: { kind: 'crossed' },
  readers: readers.map(({ user }) => user),
  from: 2,
  to: cases.length + 1,
  unread: true,
  similarTogether: false,
  repeats: null,
  seed: 1,
  ...over,
});

export const caseOfRead = ({ services }: Study, read: ReadId): CaseId | undefined =>
  readById(services.store.db, read)?.case;

/** Looks at a plan and applies it. */
export const planned = async (at: Study, over: Parameters<typeof planFor>[1] = {}) => {
  const plan = planFor(at, over);
  const { digest } = valueOf(await at.services.assignment.preview(at.lead, at.project, plan));
  return valueOf(await at.services.assignment.apply(at.lead, at.project, { ...plan, digest }));
};

/** The worklist of a reader, page after page. */
export function wholeList(at: Study, reader: Actor, asked: Readonly<Record<string, string>> = {}): WorklistLine[] {
  const lines: WorklistLine[] = [];
  let after: string | null = '';
  while (after !== null) {
    const query = v.parse(WorklistQuerySchema, { ...asked, after });
    const page = at.services.reading.worklistPage(reader, query);
    lines.push(...page.lines);
    after = page.next;
  }
  return lines;
}
