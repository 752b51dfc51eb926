/**
 * From a blank page to a session, without leaving the browser: two leads write the protocol at once and publish it, three readers read
 * blind, the figures and the queue are there for the lead and for no reader, and the three costliest disagreements become an agenda,
 * with what was answered for the case as a whole, which the panel settles first.
 */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { drawAround, enter, type Person } from './person.ts';
import { phantomFiles, PROJECT, startServer, unfurnished, type Cast, type Running } from './server.ts';

const ANN: Cast = { name: 'Ann Lead', email: 'ann@example.org', roles: ['lead'] };
const BEN: Cast = { name: 'Ben Lead', email: 'ben@example.org', roles: ['lead'] };
const READERS: readonly Cast[] = ['Cleo', 'Dan', 'Eve'].map((name) => ({
  name: `${name} Reader`,
  email: `${name.toLowerCase()}@example.org`,
  roles: ['reader'],
}));
const [CLEO, DAN, EVE] = READERS as [Cast, Cast, Cast];

let server: Running;
test.beforeAll(async () => {
  server = await startServer(async (services) => {
    await unfurnished(services, [ANN, BEN, ...READERS]);
  });
});
test.afterAll(() => server.stop());

test('[DQ15][DQ16][SE29] from a blank page to a session about the three costliest disagreements', async ({
  browser,
}) => {
  const [ann, ben] = [await enter(browser, server, ANN), await enter(browser, server, BEN)];
  await test.step('two leads write a protocol at once and publish it', () => writeTogether(ann.page, ben.page));
  await test.step('one of them brings images in and asks three readers', () => importAndAsk(ann.page));
  await test.step('three readers read blind, and see nothing of agreement', async () => {
    await read(browser, CLEO, { places: ['left', 'right', 'low'], texture: 'Solid', sharp: 'Yes' });
    await read(browser, DAN, { places: ['left', 'right'], texture: 'Part-solid', sharp: 'No' });
    await read(browser, EVE, { places: ['left'], texture: 'Solid', sharp: 'Yes' });
  });
  await test.step('the lead sees how well they agree', () => lookAtFigures(ann.page));
  await test.step('the lead chooses the three costliest disagreements by key, and the case as a whole', () =>
    chooseAndSchedule(ann.page));
  await test.step('the agenda holds them', () => openTheAgenda(ann.page));
  await test.step('the panel settles what was answered for the case as a whole', () =>
    settleTheCase(ann.page, ben.page));
  expect([...ann.errors, ...ben.errors]).toEqual([]);
});

async function toProject(page: Page, tab: string): Promise<void> {
  await page.goto('/projects');
  await page.getByRole('link', { name: PROJECT }).first().click();
  await page.getByRole('link', { name: tab, exact: true }).click();
  await expect(page.getByRole('link', { name: tab, exact: true })).toHaveAttribute('aria-current', 'page');
}

async function writeTogether(ann: Page, ben: Page): Promise<void> {
  for (const page of [ann, ben]) {
    await toProject(page, 'Protocol');
    await page.getByRole('link', { name: 'Write the protocol' }).click();
    await expect(page.getByLabel('Clinical question')).toBeVisible();
  }
  await Promise.all([
    ann.getByLabel('Title').pressSequentially('Lung nodules', { delay: 10 }),
    ben.getByLabel('Clinical question').pressSequentially('Is there a nodule?', { delay: 10 }),
  ]);
  await Promise.all([writeFinding(ann), writeClause(ben)]);
  await writeCaseField(ben);
  const ofCase = ann.getByRole('region', { name: 'About the case as a whole' });
  await expect(ofCase.getByLabel('Kind', { exact: true })).toHaveValue('yes-no');
  await expect(ann.getByLabel('Clinical question')).toHaveValue('Is there a nodule?');
  await expect(ben.getByLabel('Title')).toHaveValue('Lung nodules');
  await expect(ann.getByLabel('Text', { exact: true })).toHaveValue('A nodule may touch the pleura.');
  await ann.getByRole('button', { name: 'Publish version 1' }).click();
  await expect(ann.getByText(/Published .* by Ann Lead/)).toBeVisible();
}

async function writeFinding(page: Page): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill('Nodule');
  await page.getByLabel('Definition').fill('A round opacity.');
  const asked = page.getByRole('heading', { name: 'Asked about each one' });
  await asked.locator('..').getByRole('button', { name: 'Add a field' }).click();
  await page.getByLabel('Field', { exact: true }).fill('Texture');
  await page.getByLabel('Kind', { exact: true }).first().selectOption('choice');
  await page.getByLabel('Answers, one per line').fill('Solid\nPart-solid');
  await page.getByRole('checkbox', { name: 'Required' }).uncheck();
  await page.getByRole('checkbox', { name: /Readers are compared in it/ }).check();
}

async function writeClause(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a clause' }).click();
  await page.getByLabel('Number', { exact: true }).fill('1.1');
  await page.getByLabel('Text', { exact: true }).fill('A nodule may touch the pleura.');
}

async function writeCaseField(page: Page): Promise<void> {
  const card = page.getByRole('region', { name: 'About the case as a whole' });
  await card.getByRole('button', { name: 'Add a field' }).click();
  await card.getByLabel('Field', { exact: true }).fill('Images sharp?');
  await card.getByRole('checkbox', { name: 'Required' }).uncheck();
  await card.getByLabel('Kind', { exact: true }).selectOption('yes-no');
}

async function importAndAsk(page: Page): Promise<void> {
  await toProject(page, 'Cases');
  await page.getByLabel('DICOM files').setInputFiles(phantomFiles({ kind: 'chest-ct', seed: 5, size: 256, count: 12 }));
  await expect(page.getByRole('row', { name: /Case 1/ })).toContainText('12 images', { timeout: 60_000 });
  await page.getByRole('link', { name: 'Reads', exact: true }).click();
  for (const { name } of READERS) await page.getByLabel(`${name} reads Case 1`).check();
  await page.getByRole('button', { name: /^Ask for 3 reads/ }).click();
  await expect(page.getByText(/0 of 3 submitted/)).toBeVisible();
}

/** Where something is drawn, as shares of the image on screen. */
const PLACES = { left: [0.36, 0.42], right: [0.64, 0.42], low: [0.5, 0.66] } as const;

interface Findings {
  readonly places: readonly (keyof typeof PLACES)[];
  /** Of what is drawn first. */
  readonly texture: string;
  /** Answered for the case. */
  readonly sharp: 'Yes' | 'No';
}

async function read(browser: Browser, who: Cast, { places, texture, sharp }: Findings): Promise<void> {
  const reader = await enter(browser, server, who);
  const { page } = reader;
  await page.getByRole('link', { name: /Next case/ }).click();
  const image = await imageOf(page);
  for (const [i, place] of places.entries()) {
    const [x, y] = PLACES[place];
    await page.keyboard.press('n');
    await expect(page.getByRole('status').filter({ hasText: 'Draw it on the image' })).toBeVisible();
    await drawAround(page, { x: image.x + image.width * x, y: image.y + image.height * y }, 24);
    if (i === 0) await page.getByRole('radio', { name: texture, exact: true }).click();
    await image.focus();
  }
  await page.getByRole('radio', { name: sharp, exact: true }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: /Submit read/ }).click();
  await page.getByRole('button', { name: /Submit, freeze/ }).click();
  await expect(page.getByText(/This read is frozen/)).toBeVisible();
  await seesNoAgreement(reader);
  await page.context().close();
}

/** Also by address, and also when all reads are in. */
async function seesNoAgreement({ page, errors }: Person): Promise<void> {
  await page.goto('/projects');
  await page.getByRole('link', { name: PROJECT }).first().click();
  await expect(page).toHaveURL(/projects\/[0-9a-f-]{36}$/);
  for (const tab of ['Agreement', 'Disagreements'])
    await expect(page.getByRole('link', { name: tab, exact: true })).toHaveCount(0);
  const here = new URL(page.url()).pathname;
  for (const path of [`${here}/agreement`, `${here}/disagreements`])
    expect((await page.goto(path))?.status()).toBe(403);
  for (const path of [`${here}/agreement/figures`, `${here}/disagreements`])
    expect((await page.request.get(`/api/v1${path}`)).status()).toBe(403);
  expect(errors).toEqual([]);
}

interface ImageBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly focus: () => Promise<void>;
}

async function imageOf(page: Page): Promise<ImageBox> {
  const image: Locator = page.getByRole('application').first();
  await expect(page.getByText(/^Im \d+/).first()).toBeVisible({ timeout: 60_000 });
  const box = await image.boundingBox();
  if (!box) throw new Error('the image is not on screen');
  return { ...box, focus: () => image.focus() };
}

async function lookAtFigures(page: Page): Promise<void> {
  await toProject(page, 'Agreement');
  await expect(page.getByLabel('About')).toBeVisible({ timeout: 30_000 });
  await page.getByLabel('About').selectOption({ label: 'Nodule: each mark' });
  await expect(page.getByText(/3 readers|Reader 3/).first()).toBeVisible();
}

async function chooseAndSchedule(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Disagreements', exact: true }).click();
  const queue = page.getByRole('list', { name: /what costs most first/ });
  await expect(queue.getByRole('checkbox')).toHaveCount(4);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/cases\/.*sop=[\d.]+&frame=1&x=\d+&y=\d+$/);
  await imageOf(page);
  await page.getByRole('link', { name: 'Back' }).click();
  await expect(queue.getByRole('checkbox')).toHaveCount(4);
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press('j');
    await page.keyboard.press('Space');
  }
  await expect(page.getByText('4 disagreements in 3 lesions of 1 case, and about 1 case as a whole')).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  await page.getByLabel('Title').fill('Panel one');
  await page.getByLabel(`Place of ${ANN.name}`).selectOption('chair');
  await page.getByLabel(`Place of ${BEN.name}`).selectOption('panellist');
  await page.getByRole('button', { name: 'Schedule the session' }).click();
  await expect(page.getByRole('row', { name: /Panel one/ })).toBeVisible();
}

async function openTheAgenda(page: Page): Promise<void> {
  await page.goto('/');
  await page
    .getByRole('link', { name: /Open room|Panel one/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Take my place' }).click();
  await expect(page.getByText(/4 items/).first()).toBeVisible();
}

async function settleTheCase(ann: Page, ben: Page): Promise<void> {
  await ben.goto('/');
  await ben
    .getByRole('link', { name: /Open room|Panel one/ })
    .first()
    .click();
  await ben.getByRole('button', { name: 'Take my place' }).click();
  await ann.getByRole('button', { name: 'Open the session' }).press('Enter');
  await ann.getByRole('button', { name: 'Case 1 as a whole' }).press('Enter');
  for (const page of [ann, ben]) {
    await expect(page.getByRole('heading', { name: 'Look at the whole case' })).toBeVisible();
    await expect(page.getByText('No place in the images is in question')).toBeVisible();
    await expect(page.getByText(/^Im 7/).first()).toBeVisible({ timeout: 60_000 });
  }
  await ann.getByRole('button', { name: 'Open the vote' }).press('Enter');
  for (const page of [ann, ben]) {
    await expect(page.getByRole('heading', { name: 'Images sharp?' })).toBeVisible();
    await page.keyboard.press('Alt+2');
    await page.getByRole('textbox', { name: /Reason/ }).fill('breathing');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('group', { name: 'Read-back' }).waitFor();
    await page.keyboard.press('Control+Enter');
  }
  await expect(ben.getByText('differ in Images sharp?')).toBeVisible();
  expect((await new AxeBuilder({ page: ben }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  await ann.getByRole('button', { name: 'Decide' }).press('Enter');
  await ann.getByLabel(/Cause/).selectOption('image-limits');
  await ann.getByRole('textbox', { name: /Reason/ }).fill('Breathing blurs it.');
  await ann.getByRole('button', { name: /^Seal/ }).press('Enter');
  await ann.getByRole('button', { name: 'Seal', exact: true }).press('Enter');
  await expect(ben.getByText('Case 1 as a whole · Images sharp? No, 2 of 2')).toBeVisible();
}
