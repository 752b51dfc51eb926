import { text as readAll } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { NewAccount } from '#contract/access.ts';
import { newSecret } from '#server/access/one-time-secret.ts';
import type { Services } from '#server/assemble.ts';
import { accepted, onlyArgument, UsageError, withServices, type Command, type Outcome } from './command.ts';

interface Wish {
  readonly email: string;
  readonly name: string;
  readonly password: string | undefined;
}

export const users: Command = {
  usage: 'users create-admin|reset|token <email> [--name <name>] [--password-stdin]',
  summary: 'Creates an administrator, sets a new password (ending all sign-ins), or makes a personal access token.',
  async run({ args, config }) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { name: { type: 'string' }, 'password-stdin': { type: 'boolean' } },
    });
    const [action = '', ...rest] = positionals;
    const step = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!step) throw new UsageError('expected create-admin, reset or token');
    const email = onlyArgument(rest, 'the e-mail address').toLowerCase();
    const password = values['password-stdin'] ? (await readAll(process.stdin)).replace(/\r?\n$/, '') : undefined;
    return withServices(config, (services) => step(services, { email, name: values.name ?? '', password }));
  },
};

const ACTIONS: Readonly<Record<string, (services: Services, wish: Wish) => Promise<Outcome>>> = {
  'create-admin': async ({ access }, { email, name, password = newSecret() }) => {
    const account = v.safeParse(NewAccount, { email, name: name || 'Administrator', password });
    if (!account.success) throw new UsageError(account.issues[0].message);
    accepted(await access.operator.addPerson(account.output, { administrator: true }));
    return { object: { email, password }, text: `${email} is an administrator now. Password: ${password}` };
  },
  reset: async ({ access }, { email, password: wished }) => {
    const { password } = accepted(await access.operator.resetPassword(email, wished));
    return { object: { email, password }, text: `All sign-ins of ${email} ended. New password: ${password}` };
  },
  token: ({ access }, { email, name }) => {
    const { token } = accepted(access.operator.createToken(email, name || 'command line'));
    return Promise.resolve({ object: { token }, text: token });
  },
};
