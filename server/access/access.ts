/** The access stage: who is asking, who belongs where, and how people come in. */
import { createIdentity, type Identity } from './identity.ts';
import { createInvitations, type Invitations } from './invitations.ts';
import { createMemberships, type Memberships } from './membership.ts';
import { createOperator, type Operator } from './operator.ts';
import { createPersonas, type Personas } from './personas.ts';
import type { AccessPorts } from './ports.ts';
import { createSetUp, type SetUp } from './set-up.ts';
import { createTickets, type Tickets } from './tickets.ts';
import { createTokens, type Tokens } from './tokens.ts';

export interface Access extends Identity, Memberships, Invitations, Tokens, Tickets, SetUp, Personas {
  readonly operator: Operator;
}

export const createAccess = (ports: AccessPorts): Access => ({
  ...createIdentity(ports),
  ...createMemberships(ports),
  ...createInvitations(ports),
  ...createTokens(ports),
  ...createTickets(ports),
  ...createSetUp(ports),
  ...createPersonas(ports),
  operator: createOperator(ports),
});
