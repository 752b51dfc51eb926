import { redirect, type RequestEvent } from '@sveltejs/kit';
import { Persona, SignIn } from '#contract/access.ts';
import { safeNext } from '#lib/server/admission.ts';
import { act } from '#lib/server/answer.ts';
import { callerOf, keepSignedIn } from '#lib/server/caller.ts';
import { services } from '#lib/server/services.ts';
import type { SignInCookie } from '#server/access/authentication.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => ({ personas: services().access.personasFor(callerOf(event)) });

export const actions: Actions = {
  password: (event) =>
    act(event, {
      form: SignIn,
      run: (who) => services().access.signIn(who, callerOf(event)),
      done: (cookie) => enter(event, cookie),
    }),
  persona: (event) =>
    act(event, {
      form: Persona,
      run: ({ email }) => services().access.signInAsPersona(email, callerOf(event)),
      done: (cookie) => enter(event, cookie),
    }),
};

function enter(event: RequestEvent, cookie: SignInCookie): never {
  keepSignedIn(event, cookie);
  redirect(303, safeNext(event.url));
}
