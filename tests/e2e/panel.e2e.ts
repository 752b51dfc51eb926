/**
 * The main job in a real browser: images in, two blind reads, an agenda, a sealed vote, one reveal, an outline shaped by two at
 * once, a decision, an export that tells how, and a ledger that verifies. Three people in three browsers of their own.
 */
import { execFileSync } from 'node:child_process';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { drawAround, enter, type Person } from './person.ts';
import { furnish, phantomFiles, PROJECT, startServer, type Cast, type Running } from './server.ts';

const ANN: Cast = { name: 'Ann Lead', email: 'ann@example.org', roles: ['lead', 'panellist'] };
const BEN: Cast = { name: 'Ben Reader', email: 'ben@example.org', roles: ['reader', 'panellist'] };
const CLEO: Cast = { name: 'Cleo Reader', email: 'cleo@example.org', roles: ['reader', 'panellist'] };

/** Occur nowhere else: if one of them reaches somebody else before the reveal, blinding is broken. */
const CANARIES = { ann: 'canary-ann-7c1f', ben: 'canary-ben-93d0' };

let server: Running;
test.beforeAll(async () => {
  server = await startServer((services) => furnish(services, [ANN, BEN, CLEO]));
});
test.afterAll(() => server.stop());

test('three people settle a disagreement', async ({ browser }) => {
  const ann = await enter(browser, server, ANN);
  await test.step('a lead imports a CT and assigns two blind reads', () => importAndAssign(ann));
  await test.step('the first reader reads', () =>
    read(browser, BEN, { radius: 26, texture: 'Solid', malignancy: /Moderately suspicious/ }));
  await test.step('the second reader reads', () =>
    read(browser, CLEO, { radius: 44, texture: 'Part-solid', malignancy: /Indeterminate/ }));
  await test.step('the lead schedules a panel', () => schedule(ann));
  const ben = await enter(browser, server, BEN);
  const cleo = await enter(browser, server, CLEO);
  const panel = [ann, ben, cleo] as const;
  await test.step('everybody comes in', () => gather(panel));
  await test.step('the vote is sealed', () => sealedVote(panel));
  await test.step('the reveal shows everything at once', () => reveal(panel));
  await test.step('others follow the presenter, break away and come back', () => follow(panel));
  await test.step('two people shape one outline at once', () => shape(panel));
  await test.step('a second, sealed vote', () => secondVote(panel));
  await test.step('the chair seals the item', () => seal(panel));
  expect([...ann.errors, ...ben.errors, ...cleo.errors]).toEqual([]);
  await test.step('the export contains it and the ledger verifies', exportAndVerify);
});

async function importAndAssign({ page }: Person): Promise<void> {
  await page.goto('/projects');
  await page.getByRole('link', { name: PROJECT }).click();
  await page.getByRole('link', { name: 'Cases', exact: true }).click();
  const files = phantomFiles({ kind: 'chest-ct', seed: 5, size: 256, count: 24 });
  await page.getByLabel('DICOM files').setInputFiles(files);
  await expect(page.getByRole('row', { name: /Case 1/ })).toContainText('24 images', { timeout: 60_000 });
  await page.getByRole('link', { name: 'Reads', exact: true }).click();
  for (const { name } of [BEN, CLEO]) await page.getByLabel(`${name} reads Case 1`).check();
  await page.getByRole('button', { name: /^Ask for 2 reads/ }).click();
  await expect(page.getByText(/0 of 2 submitted/)).toBeVisible();
}

interface Findings {
  readonly radius: number;
  readonly texture: string;
  readonly malignancy: RegExp;
}

async function read(browser: Browser, who: Cast, { radius, texture, malignancy }: Findings): Promise<void> {
  const reader = await enter(browser, server, who);
  const { page } = reader;
  await page.getByRole('link', { name: /Next case/ }).click();
  const image = await imageOf(page);
  await page.keyboard.press('n');
  await expect(page.getByRole('status').filter({ hasText: 'Draw it on the image' })).toBeVisible();
  await drawAround(page, { x: image.x + image.width * 0.38, y: image.y + image.height * 0.45 }, radius);
  await page.getByRole('radio', { name: texture, exact: true }).click();
  await page.getByRole('radio', { name: malignancy }).click();
  await page
    .getByRole('radiogroup', { name: /Any nodule/ })
    .getByRole('radio', { name: 'Yes' })
    .click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: /Submit read/ }).click();
  await page.getByRole('button', { name: /Submit, freeze/ }).click();
  await expect(page.getByText(/This read is frozen/)).toBeVisible();
  expect(reader.errors).toEqual([]);
  await page.context().close();
}

/** The image's box on screen, once it shows its first frame. */
async function imageOf(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const image = page.getByRole('application').first();
  await expect(page.getByText(/^Im \d+/).first()).toBeVisible({ timeout: 60_000 });
  const box = await image.boundingBox();
  if (!box) throw new Error('the image is not on screen');
  return box;
}

async function schedule({ page }: Person): Promise<void> {
  await page.getByRole('link', { name: 'Disagreements', exact: true }).click();
  await page.getByLabel('Title').fill('Panel one');
  await page.getByLabel(`Place of ${ANN.name}`).selectOption('chair');
  for (const { name } of [BEN, CLEO]) await page.getByLabel(`Place of ${name}`).selectOption('panellist');
  await page.getByRole('button', { name: 'Schedule the session' }).click();
  await expect(page.getByText('Panel one').first()).toBeVisible();
}

async function gather(panel: readonly Person[]): Promise<void> {
  for (const { page } of panel) {
    await page.goto('/');
    await page
      .getByRole('link', { name: /Open room|Panel one/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Take my place' }).click();
  }
  const [ann] = panel;
  await press(ann, 'Open the session');
  await press(ann, /Open item/);
  for (const { page } of panel) await imageOf(page);
  await press(ann, 'Open the vote');
}

const press = async (person: Person | undefined, name: string | RegExp): Promise<void> => {
  await person?.page.getByRole('button', { name }).first().click();
};

async function cast({ page }: Person, answer: string | RegExp, reason: string): Promise<void> {
  await page.getByRole('radio', { name: answer }).first().click();
  await page.getByRole('textbox', { name: /Reason/ }).fill(reason);
  await page.getByRole('button', { name: /Submit ballot/ }).click();
  await page.getByRole('button', { name: /^Submit/ }).click();
}

/** The third person votes last: until then nothing of the others' ballots may have reached that browser. */
async function sealedVote([ann, ben, cleo]: readonly [Person, Person, Person]): Promise<void> {
  await cast(ann, /^Yes/, `${CANARIES.ann} existence`);
  await cast(ben, /^Yes/, `${CANARIES.ben} existence`);
  await expect(cleo.page.getByText(/2 of 3 submitted/)).toBeVisible();
  await nothingLeaked(cleo);
  await cast(cleo, /^Yes/, 'third');
  for (const [person, answer, reason] of [
    [ann, /^(1 )?Solid/, CANARIES.ann],
    [ben, /Part-solid/, CANARIES.ben],
    [cleo, /^(1 )?Solid/, 'third'],
  ] as const) {
    await cast(person, answer, reason);
  }
  await cast(ann, /Moderately suspicious/, CANARIES.ann);
  await cast(ben, /Indeterminate/, CANARIES.ben);
  await keepsWhatIsBegun(ben);
  await expect(cleo.page.getByText(/2 of 3 submitted/)).toBeVisible();
  await nothingLeaked(cleo);
  await cast(cleo, /Highly suspicious/, 'third');
}

/** [SD19] A ballot that shall replace a sealed one outlives a reload; what is sealed stays as it is. */
async function keepsWhatIsBegun({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: 'Replace' }).click();
  await page.getByRole('radio', { name: /Highly suspicious/ }).click();
  await page.getByRole('textbox', { name: /Reason/ }).fill('on second thoughts');
  await page.reload();
  await expect(page.getByRole('textbox', { name: /Reason/ })).toHaveValue('on second thoughts');
  await expect(page.getByRole('radio', { name: /Highly suspicious/ })).toBeChecked();
  await page.getByRole('button', { name: 'Keep' }).click();
  await expect(page.getByText('Sealed. You may replace it until the reveal.')).toBeVisible();
}

async function nothingLeaked(person: Person): Promise<void> {
  const text = `${person.received()}\n${await person.stored()}\n${await person.page.content()}`;
  expect(text.length).toBeGreaterThan(10_000);
  for (const canary of Object.values(CANARIES))
    expect(text.includes(canary), `${canary} reached ${person.name}`).toBe(false);
  // What kind of disagreement it is stands in the record from the reveal on, and in nothing before.
  for (const word of ['kinds', 'extent']) {
    expect(person.live().includes(word), `${word} reached ${person.name}`).toBe(false);
  }
}

async function reveal(panel: readonly Person[]): Promise<void> {
  for (const person of panel) {
    await expect(person.page.getByRole('heading', { name: 'Round 1, revealed' })).toBeVisible();
    await person.page.getByRole('tab', { name: 'History' }).click();
    await expect(person.page.getByText(CANARIES.ben).first()).toBeVisible();
    // The same record that was clean before now holds the canaries: the check above looks at the right bytes.
    expect(person.live()).toContain(CANARIES.ben);
    expect(person.live()).toContain('kinds');
  }
}

/** The corner label of the image on screen, e.g. "Im 12". */
const shown = async ({ page }: Person): Promise<string> =>
  (
    await page
      .getByText(/^Im \d+/)
      .first()
      .textContent()
  )?.trim() ?? '';

async function follow([ann, ben, cleo]: readonly [Person, Person, Person]): Promise<void> {
  await press(ann, /^Discuss/);
  await press(ann, /^Present/);
  await ann.page.getByRole('application').first().focus();
  const before = await shown(ann);
  for (let i = 0; i < 3; i++) await ann.page.keyboard.press('ArrowDown');
  await expect.poll(() => shown(ann)).not.toBe(before);
  const presented = await shown(ann);
  for (const person of [ben, cleo]) await expect.poll(() => shown(person)).toBe(presented);
  await ben.page.getByRole('application').first().focus();
  await ben.page.keyboard.press('ArrowUp');
  await expect.poll(() => shown(ben)).not.toBe(presented);
  await ben.page.keyboard.press('f');
  await expect.poll(() => shown(ben)).toBe(presented);
  await press(ann, /You present/);
  for (const person of [ann, ben, cleo]) {
    await person.page.getByRole('application').first().focus();
    await person.page.keyboard.press('t');
    await expect.poll(() => shown(person)).toBe(before);
  }
}

async function shape([ann, ben, cleo]: readonly [Person, Person, Person]): Promise<void> {
  const image = await imageOf(ben.page);
  await ben.page.getByRole('application').first().focus();
  await ben.page.keyboard.press('j');
  await drawAround(ben.page, { x: image.x + image.width * 0.38, y: image.y + image.height * 0.45 }, 40);
  const corners = (person: Person) => person.page.getByRole('button', { name: /^Corner \d+$/ });
  for (const person of [ann, ben, cleo]) await expect(corners(person).nth(4)).toBeVisible();
  const count = await corners(ben).count();
  const far = Math.floor(count / 2);
  await Promise.all([pull(corners(ben).nth(0), ben.page, [30, 0]), pull(corners(cleo).nth(far), cleo.page, [-30, 0])]);
  const place = (person: Person, i: number) =>
    corners(person)
      .nth(i)
      .evaluate((node) => [node.getAttribute('cx'), node.getAttribute('cy')].map(Number).map(Math.round));
  for (const i of [0, far]) {
    const moved = await place(i === 0 ? ben : cleo, i);
    for (const person of [ann, ben, cleo]) await expect.poll(() => place(person, i)).toEqual(moved);
  }
}

async function pull(
  corner: ReturnType<Page['getByRole']>,
  page: Page,
  [dx, dy]: readonly [number, number],
): Promise<void> {
  const box = await corner.boundingBox();
  if (!box) throw new Error('the corner is not on screen');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2, { steps: 4 });
  await page.mouse.move(x + dx, y + dy, { steps: 4 });
  await page.mouse.up();
}

async function secondVote(panel: readonly Person[]): Promise<void> {
  await press(panel[0], 'Open re-vote');
  for (const answer of [/^Yes/, /^(1 )?Solid/, /Moderately suspicious/]) {
    for (const person of panel) {
      const dissent = answer.source.includes('Solid') && person === panel[1];
      await cast(person, dissent ? /Part-solid/ : answer, dissent ? 'still part-solid to me' : 'as discussed');
    }
  }
}

async function seal(panel: readonly [Person, Person, Person]): Promise<void> {
  const { page } = panel[0];
  await page
    .getByRole('button', { name: /^Decide/ })
    .first()
    .click();
  await page.getByLabel(/Cause/).selectOption('misread');
  await page.getByRole('textbox', { name: /Reason/ }).fill('Agreed at the table');
  await page.reload();
  await expect(page.getByLabel(/Cause/)).toHaveValue('misread');
  await expect(page.getByRole('textbox', { name: /Reason/ })).toHaveValue('Agreed at the table');
  await page.getByRole('button', { name: /Seal/ }).first().click();
  await page.getByRole('button', { name: /^Seal/ }).first().click();
  for (const person of panel) await expect(person.page.getByText(/still part-solid to me/).first()).toBeAttached();
}

function exportAndVerify(): void {
  const env = { ...process.env, CONSILIUM_DATA: server.dataFolder };
  const run = (...args: string[]): string =>
    execFileSync('node', ['server/consilium.js', ...args], { env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const exported = run('export', '--project', PROJECT, '--json');
  for (const part of [CANARIES.ann, CANARIES.ben, 'still part-solid to me', 'Agreed at the table', '"joint"']) {
    expect(exported).toContain(part);
  }
  expect(JSON.parse(run('verify', '--json'))).toMatchObject({ intact: true });
}
