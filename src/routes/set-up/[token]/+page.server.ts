import { redirect } from '@sveltejs/kit';
import { NewAccount } from '#contract/access.ts';
import { act, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params }) => {
  present(services().access.seeSetUp(params.token));
};

export const actions: Actions = {
  default: (event) =>
    act(event, {
      form: NewAccount,
      run: (account) => services().access.setUp(event.params.token, account),
      done: () => redirect(303, '/sign-in'),
    }),
};
