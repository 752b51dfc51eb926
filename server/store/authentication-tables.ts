/** The four tables better-auth reads and writes by itself, under our names. It never sees the others. */
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import type { Database } from './database.ts';
import { credentials, signIns, users, verifications } from './schema/access.ts';

export const authenticationTables = (db: Database) =>
  drizzleAdapter(db, {
    provider: 'sqlite',
    schema: { user: users, session: signIns, account: credentials, verification: verifications },
  });
