/** Turning a WebSocket upgrade away. Node leaves such a socket to us altogether: without a listener its error ends the process. */
import type { Duplex } from 'node:stream';

export function refuseUpgrade(socket: Duplex, status: '403 Forbidden' | '503 Service Unavailable'): void {
  socket.on('error', () => socket.destroy());
  // The other side may keep its half open for ever.
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
