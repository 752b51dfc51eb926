import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { createSecrets } from './secrets.ts';

const [one, two] = [idOf<ProjectId>('one'), idOf<ProjectId>('two')];

it('[SC1] keys outlive the process, are readable by their owner alone, and differ from project to project', () => {
  const folder = testFolder();
  const secrets = createSecrets(folder);
  expect(secrets.uidKey(one)).toHaveLength(32);
  expect(secrets.uidKey(one)).not.toEqual(secrets.uidKey(two));
  expect(statSync(join(folder, 'uid.key')).mode & 0o777).toBe(0o600);
  const later = createSecrets(folder);
  expect(later.uidKey(one)).toEqual(secrets.uidKey(one));
  expect(later.authentication()).toBe(secrets.authentication());
});

it('a damaged key stops the program instead of being replaced', () => {
  const folder = testFolder();
  writeFileSync(join(folder, 'uid.key'), 'short');
  expect(() => createSecrets(folder).uidKey(one)).toThrow('damaged');
});
