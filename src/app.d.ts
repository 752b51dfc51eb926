import type { Actor } from '#domain/access/actor.ts';
import type { Refusal } from '#domain/kernel/refusal.ts';

declare global {
  namespace App {
    interface Locals {
      actor: Actor | null;
      /** An exception that is a refusal after all; the answer gets its status. */
      refused?: Refusal;
    }
    /** A refusal where it was expected; a sentence alone where it was not. */
    interface Error extends Partial<Refusal> {
      message: string;
    }
    interface PageState {
      /** Cases a figure led to; too many for an address. */
      cases?: readonly string[];
    }
    interface PageData {
      user: { readonly id: string; readonly name: string; readonly initials: string } | null;
    }
  }
}

export {};
