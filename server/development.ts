/** `vite dev` runs the very same server side: native import of `assemble.ts`, and `/collab` upgrades beside Vite's own. */
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import type * as Assembly from './assemble.ts';
import type * as Configuration from './config.ts';

export function serverInDevelopment(): Plugin {
  return {
    name: 'consilium-server',
    apply: 'serve',
    async configureServer(vite) {
      if (process.env['VITEST'] || !vite.httpServer) return;
      // A computed address stays a native import: bundling it here would build the stores and rooms a second time.
      const native = (file: string): Promise<unknown> => import(pathToFileURL(join(vite.config.root, file)).href);
      const { assemble, offer } = (await native('server/assemble.ts')) as typeof Assembly;
      const { configFrom } = (await native('server/config.ts')) as typeof Configuration;
      const services = assemble(configFrom(process.env));
      offer(services);
      await services.start();
      vite.middlewares.use((request, response, next) => {
        if (!services.http(request, response)) next();
      });
      vite.httpServer.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        if (request.url?.startsWith('/collab')) services.upgrade(request, socket, head);
      });
      vite.httpServer.once('close', () => void services.close());
    },
  };
}
