import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { NewAccount } from '#contract/access.ts';
import { act, actorOf, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
  const { project, role, expiresAt } = present(await services().access.seeInvitation(params.token));
  return { project: project.name, role, expiresAt };
};

export const actions: Actions = {
  accept: (event) =>
    act(event, {
      form: v.object({}),
      run: () => services().access.acceptInvitation(actorOf(event), event.params.token),
      done: () => redirect(303, '/'),
    }),
  enter: (event) =>
    act(event, {
      form: NewAccount,
      run: (account) => services().access.enterByInvitation(event.params.token, account),
      done: () => redirect(303, '/sign-in'),
    }),
};
