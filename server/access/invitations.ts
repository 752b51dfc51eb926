/** An invitation is a link: 256 random bits, one role in one project, one use, an end. */
import { can } from '#domain/access/policy.ts';
import type { Actor } from '#domain/access/actor.ts';
import type { ProjectId, UserId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { NewAccount, NewInvitation } from '#contract/access.ts';
import type { Transaction } from '#server/store/database.ts';
import { insertInvitation, invitationByHash, markAccepted, type Invitation } from '#server/store/projects.ts';
import { prepareAccount, writeAccount } from './accounts.ts';
import { writeRole } from './membership.ts';
import { hashOfSecret, newSecret } from './one-time-secret.ts';
import type { AccessPorts } from './ports.ts';

export interface ShownInvitation {
  /** Goes into `/invite/<token>`; never to be seen again. */
  readonly token: string;
  readonly expiresAt: Instant;
}

export interface Invitations {
  invite(actor: Actor, project: ProjectId, wish: NewInvitation): Promise<Result<ShownInvitation, Refusal>>;
  seeInvitation(token: string): Promise<Result<Invitation, Refusal>>;
  /** Somebody signed in takes the role into their account. */
  acceptInvitation(actor: Actor, token: string): Promise<Result<Invitation, Refusal>>;
  /** Somebody new makes an account by it. Nothing is kept when the invitation is refused. */
  enterByInvitation(token: string, account: NewAccount): Promise<Result<Invitation, Refusal>>;
}

const DAY = 24 * 60 * 60_000;

export function createInvitations(ports: AccessPorts): Invitations {
  const { store, ledger, now } = ports;
  return {
    async invite(actor, project, { role, days }) {
      if (!can(actor, 'people.invite', { kind: 'project', project })) return err(refusal('not-allowed'));
      const token = newSecret();
      const expiresAt = instantOf(now() + days * DAY);
      const row = { project, role, hash: hashOfSecret(token), createdBy: actor.user, at: now(), expiresAt };
      store.transact((tx) => {
        const invitation = insertInvitation(tx, row);
        const payload = { invitation, role, expiresAt };
        ledger.append(tx, { actor: actor.user, stream: `project:${project}`, type: 'invitation-created', payload });
      });
      return Promise.resolve(ok({ token, expiresAt }));
    },
    seeInvitation: (token) => Promise.resolve(openInvitation(ports, store.db, token)),
    async acceptInvitation(actor, token) {
      if (actor.guestOf !== undefined) return err(refusal('not-allowed', { needs: 'an account' }));
      return Promise.resolve(store.transact((tx) => accept(ports, tx, { token, user: actor.user })));
    },
    async enterByInvitation(token, wish) {
      const account = await prepareAccount(ports, wish, { administrator: false });
      if (!account.ok) return account;
      return store.transact((tx) => {
        const open = openInvitation(ports, tx, token);
        if (!open.ok) return open;
        const person = writeAccount(ports, tx, { account: account.value });
        return person.ok ? accept(ports, tx, { token, user: person.value.id }) : person;
      });
    },
  };
}

type Source = Parameters<typeof invitationByHash>[0];

/** Unknown, used and expired look the same from outside. */
function openInvitation({ now }: AccessPorts, on: Source, token: string): Result<Invitation, Refusal> {
  const invitation = invitationByHash(on, hashOfSecret(token));
  const open = invitation !== null && !invitation.accepted && invitation.expiresAt > now();
  return open ? ok(invitation) : err(refusal('invitation-expired'));
}

function accept(
  ports: AccessPorts,
  tx: Transaction,
  { token, user }: { readonly token: string; readonly user: UserId },
): Result<Invitation, Refusal> {
  const open = openInvitation(ports, tx, token);
  if (!open.ok) return open;
  const { id, project, role } = open.value;
  markAccepted(tx, id, { user, at: ports.now() });
  const payload = { invitation: id, user, role };
  ports.ledger.append(tx, { actor: user, stream: `project:${project.id}`, type: 'invitation-accepted', payload });
  const given = writeRole(ports, tx, { project: project.id, user, role, by: user });
  return given.ok ? open : given;
}
