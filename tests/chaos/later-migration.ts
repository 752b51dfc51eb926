/** A folder of migrations that is one step ahead of a database: a parent table is rebuilt, as a changed column would need. */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { MIGRATIONS } from '#server/store/migration.ts';
import { onCopy } from './stocktaking.ts';

const Journal = v.looseObject({ entries: v.array(v.looseObject({ idx: v.number(), when: v.number() })) });

/** Adds one migration to `migrations` (which starts as a copy of the real ones) and answers the folder. */
export function oneMigrationLater(dataFolder: string, migrations: string): string {
  if (!existsSync(migrations)) cpSync(MIGRATIONS, migrations, { recursive: true });
  const file = join(migrations, 'meta', '_journal.json');
  const { entries, ...rest } = v.parse(Journal, JSON.parse(readFileSync(file, 'utf8')));
  const idx = entries.length;
  const tag = `${String(idx).padStart(4, '0')}_later`;
  const entry = { idx, version: '6', when: (entries.at(-1)?.when ?? 0) + 1, tag, breakpoints: true };
  writeFileSync(file, JSON.stringify({ ...rest, entries: [...entries, entry] }));
  writeFileSync(join(migrations, `${tag}.sql`), rebuildOf(dataFolder, 'projects').join('\n--> statement-breakpoint\n'));
  return migrations;
}

function rebuildOf(dataFolder: string, table: string): string[] {
  const made = onCopy(dataFolder, ({ connection }) =>
    connection
      .prepare<[string], string>(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql NOT NULL AND type != 'trigger'",
      )
      .pluck()
      .all(table),
  );
  const [create = '', ...indexes] = made;
  return [
    create.replace(new RegExp(`CREATE TABLE .${table}.`), 'CREATE TABLE `__later`'),
    `INSERT INTO \`__later\` SELECT * FROM \`${table}\`;`,
    `DROP TABLE \`${table}\`;`,
    `ALTER TABLE \`__later\` RENAME TO \`${table}\`;`,
    ...indexes,
  ];
}
