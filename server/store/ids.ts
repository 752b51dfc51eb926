/** New ids are UUIDv7: sortable by time, unique without asking anybody. */
import { v7 } from 'uuid';
import { idOf, type Id } from '#domain/kernel/id.ts';

export const newId = <I extends Id<string>>(): I => idOf<I>(v7());
