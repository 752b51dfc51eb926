/** A collab server as a process of its own, to be killed. Arguments: the database file, and the port unless any will do. Sends its address to the parent. */
import { openDatabase } from '#server/store/database.ts';
import { migrate } from '#server/store/migration.ts';
import { serveCollab } from './collab.ts';

const store = openDatabase(process.argv[2] ?? ':memory:');
migrate(store);
const server = await serveCollab(store, { port: Number(process.argv[3] ?? 0) });
process.send?.(server.url);
