import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { workOf } from './work.ts';

const database = (): Sqlite.Database => {
  const connection = new Sqlite(':memory:');
  connection.exec('CREATE TABLE ballot (answer TEXT)');
  return connection;
};

const vote = (connection: Sqlite.Database, answers: readonly string[]) =>
  workOf(async () => {
    for (const answer of answers) connection.prepare('INSERT INTO ballot VALUES (?)').run(answer);
    await Promise.resolve();
    const iterated = [...connection.prepare('SELECT answer FROM ballot').iterate()];
    return [connection.prepare('SELECT answer FROM ballot').all(), iterated];
  });

it('[BL15] the work for an answer is the same where only words differ, and another where there is more to look at', async () => {
  const [one, other, more] = [database(), database(), database()];
  const [a, b] = await Promise.all([vote(one, ['yes', 'no']), vote(other, ['cannot tell', 'yes'])]);
  expect(a.work).toMatch(/^4 statements, 6 rows, /);
  expect(b.work).toBe(a.work);
  expect(a.answer).not.toEqual(b.answer);
  expect((await vote(more, ['yes', 'no', 'no'])).work).not.toBe(a.work);
});
