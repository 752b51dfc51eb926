/** The coded terms of a project in the store: one list, replaced as a whole. */
import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import type { ProjectId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { ListedCodeSchema, type ListedCode } from '#domain/protocol/code-list.ts';
import type { Database, Transaction } from './database.ts';
import { codeLists } from './schema/protocol.ts';

export interface CodeList {
  readonly name: string;
  readonly codes: readonly ListedCode[];
}

export function codeListOf(on: Database | Transaction, project: ProjectId): CodeList | undefined {
  const row = on.select().from(codeLists).where(eq(codeLists.projectId, project)).get();
  return row && { name: row.name, codes: v.parse(v.array(ListedCodeSchema), JSON.parse(row.codes)) };
}

export function keepCodeList(
  tx: Transaction,
  list: CodeList & { readonly project: ProjectId; readonly at: Instant; readonly by: UserId },
): void {
  const row = { name: list.name, codes: JSON.stringify(list.codes), keptAt: list.at, keptBy: list.by };
  tx.insert(codeLists)
    .values({ projectId: list.project, ...row })
    .onConflictDoUpdate({ target: codeLists.projectId, set: row })
    .run();
}
