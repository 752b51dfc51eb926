/**
 * The whole server as a process of its own, put together by the production modules, but for the pages: those need a build.
 * Arguments: data folder, port, rows per keyframe, and optionally a folder of migrations to be applied first. Sends its port.
 */
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { assemble } from '#server/assemble.ts';
import { configFrom } from '#server/config.ts';
import { serve } from '#server/main.ts';
import { openDatabase } from '#server/store/database.ts';
import { migrate } from '#server/store/migration.ts';
import { apiListener } from '#tests/factories/api.ts';

const [folder = '', port = '0', rowsPerKeyframe = '2000', migrations] = process.argv.slice(2);
if (migrations) {
  const store = openDatabase(join(folder, 'consilium.db'));
  migrate(store, migrations);
  store.close();
}
const config = configFrom({ CONSILIUM_DATA: folder, PORT: port, CONSILIUM_LOG: 'error' });
const services = assemble(config, { rowsPerKeyframe: Number(rowsPerKeyframe) });
const running = await serve(services, await apiListener());
// A process that is killed would not keep it.
flushCompileCache();
// Nobody is left to stop it when the test is gone.
process.once('disconnect', () => process.exit(1));
const told = new Promise<void>((resolve) => process.once('SIGTERM', () => resolve()));
process.send?.({ port: running.port });
await told;
await running.close();
