/**
 * What a disagreement is called outside of the server. It is named by marks and reads, whose ids carry times and lead to people, so
 * the name is a keyed digest: the same in every look, and nothing can be learned from it.
 */
import { createHmac } from 'node:crypto';
import type { QueuedDisagreement } from '#domain/agreement/disagreement-queue.ts';
import type { ProjectId } from '#domain/kernel/id.ts';
import type { ProtocolVersion } from '#server/store/protocols.ts';

/** A digest under the secret key of the project. */
export type Keyed = (project: ProjectId, text: string) => string;

export const keyedDigest = (key: Uint8Array, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url');

export type Named = Pick<QueuedDisagreement, 'case' | 'compared' | 'disagreement'>;

/** Another read, or another version of the protocol, makes another disagreement of it. */
export const disagreementId =
  (keyed: Keyed, project: ProjectId, { hash }: Pick<ProtocolVersion, 'hash'>) =>
  ({ case: one, compared, disagreement }: Named): string => {
    const lesion = 'group' in disagreement ? disagreement.group.id : 'case';
    const reads = compared.reads.map(({ id }) => id).sort();
    return keyed(project, ['disagreement', hash, one, lesion, disagreement.kind, ...reads].join(':'));
  };
