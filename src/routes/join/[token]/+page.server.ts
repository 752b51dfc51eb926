import { redirect } from '@sveltejs/kit';
import { EnterAsGuest } from '#contract/guests.ts';
import { act, present } from '#lib/server/answer.ts';
import { callerOf, keepSignedIn } from '#lib/server/caller.ts';
import { services } from '#lib/server/services.ts';
import type { Actions, PageServerLoad } from './$types';

/** Looking uses nothing up: mail programs and chat windows open links before people do. */
export const load: PageServerLoad = async (event) => ({
  link: present(await services().guests.seeLink(event.params.token, callerOf(event))),
});

export const actions: Actions = {
  default: (event) => {
    const at = { caller: callerOf(event), actor: event.locals.actor };
    return act(event, {
      form: EnterAsGuest,
      run: (who) => services().guests.enter(event.params.token, who, at),
      done: ({ session, cookie }) => {
        keepSignedIn(event, cookie);
        redirect(303, `/sessions/${session}`);
      },
    });
  },
};
