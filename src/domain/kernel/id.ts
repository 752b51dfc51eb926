/** Branded ids. At run time every id is a UUIDv7 text; to the compiler each kind is a type of its own. */
declare const brand: unique symbol;
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type UserId = Id<'user'>;
export type ProjectId = Id<'project'>;
export type StudyId = Id<'study'>;
export type SeriesId = Id<'series'>;
export type InstanceId = Id<'instance'>;
export type CaseId = Id<'case'>;
export type ProtocolId = Id<'protocol'>;
export type ReadId = Id<'read'>;
/** Reads that were asked for together. */
export type BatchId = Id<'batch'>;
/** What a reader told a lead about a case. */
export type FlagId = Id<'flag'>;
export type MarkId = Id<'mark'>;
export type SessionId = Id<'session'>;
export type ItemId = Id<'item'>;
/** A person's place in one session: random per session, tells nothing about the person. */
export type Seat = Id<'seat'>;
/** Made by the client; repeating a command with the same id returns the first answer. */
export type CommandId = Id<'command'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isId = (text: string): boolean => UUID.test(text);

/** Brands a text that is already known to be an id of this kind (from the store or a parsed message). */
export const idOf = <I extends Id<string>>(text: string): I => text as I;
