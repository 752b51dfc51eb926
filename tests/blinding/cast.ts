/** Everybody whose client is listened to, and where each of them stands. */
import type { ProjectRole } from '#domain/access/actor.ts';
import type { SessionRole } from '#domain/session/view.ts';

interface Part {
  readonly name: string;
  readonly roles: readonly ProjectRole[];
  readonly seat?: SessionRole;
  /** Has read the case that is settled. */
  readonly reads?: true;
  readonly administrator?: true;
}

/** Names that occur nowhere else, so that they can be searched for. */
export const CAST = {
  chair: { name: 'Marguerite Okaforsson', roles: ['lead', 'panellist'], seat: 'chair' },
  first: { name: 'Jonathan Weberknecht', roles: ['reader', 'panellist'], seat: 'panellist', reads: true },
  second: { name: 'Aikoharu Tanakawara', roles: ['reader', 'panellist'], seat: 'panellist', reads: true },
  third: { name: 'Sunitara Iyerhalli', roles: ['panellist'], seat: 'panellist' },
  /** Steps back from the item while the first vote is open. */
  recused: { name: 'Ruthanne Pettigrewe', roles: ['panellist'], seat: 'panellist' },
  observer: { name: 'Lenaliese Brandtmark', roles: ['observer'], seat: 'observer' },
  /** Leads, without a seat and without a read: outside the blind set. */
  lead: { name: 'Oluwaseun Adeyemisson', roles: ['lead'] },
  /** Leads and has read the case: inside it. */
  readingLead: { name: 'Catalinette Vegamonte', roles: ['lead', 'reader'], reads: true },
  /** Has a draft open. */
  drafter: { name: 'Rolfgang Niederhauser', roles: ['reader'] },
  administrator: { name: 'Adaline Bytewright', roles: [], administrator: true },
  /** Writes the next version of the protocol, and nothing else. */
  editor: { name: 'Theodorica Schreiberling', roles: ['editor'] },
  oversight: { name: 'Iphigenie Overstroem', roles: ['oversight'] },
  stranger: { name: 'Xaverio Fremdling', roles: [] },
} as const satisfies Record<string, Part>;

export type Role = keyof typeof CAST;
export type Visitor = Role | 'guest' | 'nobody';

/** The name of the guest, who watches the session. */
export const GUEST = 'Gwendolyn Pereirinha';

export const ROLES = Object.keys(CAST) as Role[];
export const VISITORS: readonly Visitor[] = [...ROLES, 'guest', 'nobody'];
export const partOf = (role: Role): Part => CAST[role];

export const SEATED: readonly Role[] = ROLES.filter((role) => partOf(role).seat);
/** Everybody in the room. */
export const ADMITTED: readonly Visitor[] = [...SEATED, 'guest'];
export const LEADS: readonly Role[] = ROLES.filter((role) => partOf(role).roles.includes('lead'));
export const READERS: readonly Role[] = ROLES.filter((role) => partOf(role).reads);
