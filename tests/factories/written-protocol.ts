/** A protocol with something in every part: the one of the demonstration. */
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import { lungProtocol } from '#server/demo/lung-protocol.ts';

export const writtenProtocol: ProtocolContent = lungProtocol;
