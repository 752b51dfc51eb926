/** A panel of ten has met for an hour; somebody watches it again: scrubbing, playing, jumping, with and without a mouse. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import type { CommandId, SessionId } from '#domain/kernel/id.ts';
import type { SessionCommand } from '#domain/session/command.ts';
import type { Services } from '#server/assemble.ts';
import { DEMO_PROJECT } from '#server/demo.ts';
import { newId } from '#server/store/ids.ts';
import { valueOf } from '../factories/access.ts';
import { playDemo } from '../factories/replay-demo.ts';
import { startServer, type Running } from './server.ts';

const HOUR_MS = 3_600_000;

let server: Running;
const sessions = { hour: '', empty: '', open: '' };
test.beforeAll(async () => {
  server = await startServer(async (services) => {
    sessions.hour = (await playDemo(services, { guests: 7, edits: 3600, length: HOUR_MS })).session;
    sessions.open = await another(services, 'Still to come');
    sessions.empty = await another(services, 'Nothing came of it');
    for (const type of ['join', 'open-session', 'close-session'] as const)
      await asMary(services, sessions.empty as SessionId, { type, commandId: newId<CommandId>() });
  });
});
test.afterAll(() => server.stop());

async function another({ access, agreement }: Services, title: string): Promise<SessionId> {
  const [mary, aiko] = ['mary', 'aiko'].map((name) => access.operator.actorOf(`${name}@demo.example`));
  const project = access.operator.projectNamed(DEMO_PROJECT);
  if (!mary || !aiko || !project) throw new Error('the demo is not complete');
  const people = [
    { user: mary.user, role: 'chair' as const },
    { user: aiko.user, role: 'panellist' as const },
  ];
  return valueOf(await agreement.schedule(mary, project.id, { title, cases: [], people })).session;
}

async function asMary({ access, session }: Services, id: SessionId, command: SessionCommand): Promise<void> {
  const mary = access.operator.actorOf('mary@demo.example');
  if (!mary) throw new Error('the demo has no chair');
  valueOf(await session.command(mary, id, command));
}

async function watch(page: Page, session: string, moment = ''): Promise<void> {
  await page.goto(`${server.address}/sign-in`);
  await page.getByRole('button', { name: 'Mary Okafor' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.goto(`${server.address}/sessions/${session}/replay${moment}`);
}

const line = (page: Page) => page.getByRole('slider', { name: 'Moment of the session' });
const at = async (page: Page): Promise<number> => Number(await line(page).getAttribute('aria-valuenow'));

test('[RP16] the line of time is scrubbed, the session plays, and contributions are jumped to', async ({ page }) => {
  await watch(page, sessions.hour, '#t=12:30');
  await expect(line(page)).toHaveAttribute('aria-valuetext', /^12:30 of /);
  await expect(page.getByText(/^Im \d+/).first()).toBeVisible({ timeout: 60_000 });

  const box = await line(page).boundingBox();
  if (!box) throw new Error('there is no line of time');
  const middle = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.2, middle);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, middle, { steps: 8 });
  await page.mouse.up();
  const length = Number(await line(page).getAttribute('aria-valuemax'));
  expect(Math.abs((await at(page)) - length / 2)).toBeLessThan(length * 0.01);
  await expect(page).toHaveURL(/#t=\d+(\.\d)?$/);

  await page.getByRole('radio', { name: '16×' }).click();
  const before = await at(page);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(() => at(page)).toBeGreaterThan(before + 8);
  await page.getByRole('button', { name: 'Pause' }).click();
  const rest = await at(page);
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  expect(await at(page)).toBe(rest);

  const somewhere = page.getByRole('button', { name: /“The margin is sharp here/ }).first();
  const said = /“(.+?)”/.exec((await somewhere.textContent()) ?? '')?.[1] ?? 'nothing';
  const comment = page.getByRole('button', { name: said });
  await comment.click();
  await expect(comment).toHaveAttribute('aria-current', 'true');
  await expect(page.getByRole('tabpanel').getByText(said)).toBeVisible();
  await page.getByLabel('Contributions of').selectOption({ label: 'Aiko Tanaka' });
  await page.getByRole('button', { name: 'Next contribution' }).click();
  await expect(page.locator('[aria-current=true]').filter({ hasText: 'Aiko Tanaka' })).toHaveCount(1);
});

test('[RP9] before a reveal the page holds nothing of it, and at the reveal it does', async ({ page }) => {
  await watch(page, sessions.hour);
  await page
    .getByRole('button', { name: /Vote opened, round 1/ })
    .first()
    .click();
  await expect(page.getByText('The panel votes in private.', { exact: false })).toBeVisible();
  await expect(page.getByRole('heading', { name: /Earlier reads/ })).toHaveCount(0);
  await page
    .getByRole('button', { name: /Revealed, round 1/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: /Earlier reads/ })).toBeVisible();
  await page
    .getByRole('button', { name: /Sealed item/ })
    .first()
    .click();
  await expect(page.getByText(/^Sealed by Mary Okafor/)).toBeVisible();
});

test('[RP17] everything is done with keys, is heard, and is free of the faults axe can find', async ({ page }) => {
  await watch(page, sessions.hour, '#t=600');
  await expect(line(page)).toHaveAttribute('aria-valuenow', '600');
  for (const size of [
    { width: 1280, height: 720 },
    { width: 720, height: 450 },
  ]) {
    await page.setViewportSize(size);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([]);
  }
  await page.keyboard.press('ArrowRight');
  expect(await at(page)).toBe(605);
  await page.keyboard.press('ArrowLeft');
  expect(await at(page)).toBe(600);
  await page.keyboard.press('Shift+ArrowRight');
  expect(await at(page)).toBeGreaterThanOrEqual(600);
  await expect(page.getByRole('status').filter({ hasText: /^\d\d:\d\d\. .+: / })).toHaveCount(1);
  await page.keyboard.press('End');
  expect(await at(page)).toBe(Number(await line(page).getAttribute('aria-valuemax')));
  await page.keyboard.press('Home');
  expect(await at(page)).toBe(0);
  await page.keyboard.press('Space');
  await expect.poll(() => at(page)).toBeGreaterThan(0);
  await page.keyboard.press('Space');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
});

test('[RP18] where there is nothing to replay the page says why', async ({ page }) => {
  await watch(page, sessions.open);
  await expect(page.getByRole('alert')).toContainText(
    'The session is not closed yet. Its replay opens with the close.',
  );
  await page.goto(`${server.address}/sessions/${sessions.empty}/replay`);
  await expect(page.getByRole('heading', { name: 'Nothing was discussed' })).toBeVisible();
  await page.route('**/api/v1/sessions/*/replay', (route) => route.abort());
  await page.goto(`${server.address}/sessions/${sessions.hour}/replay`);
  await expect(page.getByRole('alert')).toContainText('The server did not answer');
  await page.unroute('**/api/v1/sessions/*/replay');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(line(page)).toBeVisible();
});
