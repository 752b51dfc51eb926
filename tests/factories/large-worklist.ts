/** A database with as many cases as a large archive has, written row by row: one reader reads them all, the others a share. */
import { v7 } from 'uuid';
import type { Actor } from '#domain/access/actor.ts';
import { idOf, type ProjectId, type UserId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import type { Store } from '#server/store/database.ts';

export interface LargeWorklist {
  readonly project: ProjectId;
  /** Has a read of every case; a tenth of them is submitted. */
  readonly reader: Actor;
  readonly now: Instant;
}

const BATCHES = 4;
const OTHERS = 20;
const DAY_MS = 24 * 3_600_000;

export function largeWorklist(store: Store, cases: number): LargeWorklist {
  const now = instantOf(Date.UTC(2026, 10, 1));
  const project = idOf<ProjectId>(v7());
  const users = Array.from({ length: OTHERS + 1 }, () => idOf<UserId>(v7()));
  const batches = Array.from({ length: BATCHES }, () => v7());
  store.connection.transaction(() => {
    people(store, { project, users, now });
    batches.forEach((id, i) =>
      put(store, 'read_batches', {
        ...{ id, project_id: project, name: `Batch ${String(i + 1)}`, veiled: i === 3 ? 1 : 0, created_at: now + i },
        due_at: i === 3 ? null : now + (i - 1) * DAY_MS,
      }),
    );
    fill(store, { project, users, batches, now, cases });
    count(store);
  })();
  const user = users[0] ?? idOf<UserId>('');
  const reader: Actor = {
    ...{ user, name: 'Reader', email: 'reader@example.org', administrator: false },
    roles: new Map([[project, ['reader']]]),
  };
  return { project, reader, now };
}

interface People {
  readonly project: ProjectId;
  readonly users: readonly UserId[];
  readonly now: Instant;
}

function people(store: Store, { project, users, now }: People): void {
  put(store, 'projects', { id: project, name: 'Archive', created_at: now });
  for (const [i, id] of users.entries()) {
    const mail = `reader-${String(i)}@example.org`;
    put(store, 'users', { id, name: `Reader ${String(i)}`, email: mail, created_at: now, updated_at: now });
    put(store, 'memberships', { project_id: project, user_id: id, role: 'reader', since: now });
  }
}

interface Filling extends People {
  readonly batches: readonly string[];
  readonly cases: number;
}

function fill(store: Store, { project, users, batches, now, cases }: Filling): void {
  const perBatch = Math.ceil(cases / batches.length);
  for (let i = 0; i < cases; i++) {
    const [study, one] = [v7(), v7()];
    put(store, 'studies', { id: study, project_id: project, uid: `1.2.${String(i)}`, patient_key: String(i) });
    put(store, 'cases', {
      ...{ id: one, project_id: project, study_id: study, number: i + 1 },
      ...{ state: i % 1000 === 7 ? 'awaiting-look' : 'ready', look_reason: '', context: '{}', created_at: now },
    });
    const batch = batches[Math.floor(i / perBatch)] ?? '';
    for (const user of [users[0] ?? '', users[1 + (i % (users.length - 1))] ?? ''])
      put(store, 'reads', {
        ...{
          id: v7(),
          case_id: one,
          user_id: user,
          round: 1,
          protocol_id: 'p',
          protocol_version: 1,
          protocol_hash: 'h',
        },
        ...{ blinding: 'blind', raters: 'identified', state: i % 10 === 3 ? 'submitted' : 'draft', assigned_at: now },
        ...{ batch_id: batch, place: (i % perBatch) + 1, kind: i % 2 === 0 ? 'Chest CT' : 'Chest radiograph' },
        submitted_at: i % 10 === 3 ? now : null,
      });
  }
}

/** As the store does read by read. */
function count(store: Store): void {
  store.connection.exec(`INSERT INTO batch_readers (batch_id, user_id, open, submitted)
    SELECT batch_id, user_id, SUM(state = 'draft'), SUM(state = 'submitted') FROM reads GROUP BY batch_id, user_id`);
  store.connection.exec(`UPDATE cases SET reads = 2, reads_in = 2 * (number % 10 = 4)`);
}

type Value = string | number | null;
const prepared = new WeakMap<Store, Map<string, ReturnType<Store['connection']['prepare']>>>();

function put(store: Store, table: string, row: Readonly<Record<string, Value>>): void {
  const known = prepared.get(store) ?? new Map<string, ReturnType<Store['connection']['prepare']>>();
  prepared.set(store, known);
  const names = Object.keys(row);
  const text = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
  const statement = known.get(text) ?? store.connection.prepare(text);
  known.set(text, statement);
  statement.run(...Object.values(row));
}
