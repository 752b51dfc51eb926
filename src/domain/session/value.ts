/** Schemas of the small branded values that session events carry: ids, seats, moments. */
import * as v from 'valibot';
import type { CaseId, ItemId, ReadId, Seat, UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';

const branded = <I extends string>() =>
  v.pipe(
    v.string(),
    v.minLength(1),
    v.transform((text) => text as I),
  );

export const SeatSchema = branded<Seat>();
export const UserSchema = branded<UserId>();
export const ItemIdSchema = branded<ItemId>();
export const CaseIdSchema = branded<CaseId>();
export const ReadIdSchema = branded<ReadId>();
export const InstantSchema = v.pipe(
  v.number(),
  v.integer(),
  v.transform((ms) => ms as Instant),
);
