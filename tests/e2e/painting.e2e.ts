/** Pixels painted with a brush, from the reader's desk to the room and the export, and the image marked as a whole at the table. */
import { execFileSync } from 'node:child_process';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Browser, type Page } from '@playwright/test';
import type { Workspace } from '#contract/reading.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import type { Mark } from '#domain/reading/mark.ts';
import { lungProtocol } from '#server/demo/lung-protocol.ts';
import { filesAt } from '#server/ingest/sources.ts';
import { valueOf } from '../factories/access.ts';
import { enter, type Person } from './person.ts';
import { furnish, phantomFiles, startServer, PROJECT, type Cast, type Running } from './server.ts';

const ANN: Cast = { name: 'Ann Lead', email: 'ann@example.org', roles: ['lead', 'panellist'] };
const BEN: Cast = { name: 'Ben Reader', email: 'ben@example.org', roles: ['reader', 'panellist'] };
const CLEO: Cast = { name: 'Cleo Reader', email: 'cleo@example.org', roles: ['reader', 'panellist'] };
const FRAMES = 9;

const protocol: ProtocolContent = {
  ...lungProtocol,
  findings: [
    { id: 'clot', name: 'Clot', definition: 'Echogenic.', tools: ['labelmap', 'freehand', 'whole-image'], fields: [] },
  ],
  agreement: { ...lungProtocol.agreement, classFields: [] },
};

let server: Running;
test.beforeAll(async () => {
  server = await startServer(async (services) => {
    await furnish(services, [ANN, BEN, CLEO]);
    const { access, ingest, protocol: protocols, reading } = services;
    const lead = access.operator.actorOf(ANN.email);
    const project = access.operator.projectNamed(PROJECT);
    const readers = [BEN, CLEO].flatMap(({ email }) => access.operator.actorOf(email)?.user ?? []);
    if (!lead || !project) throw new Error('the project is not furnished');
    valueOf(protocols.publish(lead, project.id, { content: protocol, openReads: 'finish', basedOn: 1 }));
    const [file] = phantomFiles({ kind: 'us-cine', seed: 5, size: 160, count: FRAMES });
    if (file) valueOf(await ingest.importFiles(null, { project: project.id, files: filesAt(file) }));
    const cases = valueOf(ingest.list(lead, project.id));
    for (const { id, state } of cases) if (state === 'awaiting-look') valueOf(ingest.confirmLook(lead, id));
    valueOf(reading.assign(lead, project.id, { cases: cases.map(({ id }) => id), readers }));
  });
});
test.afterAll(() => server.stop());

const place = (page: Page, index: number) =>
  expect(page.getByText(new RegExp(`(^|· )${String(index)}/${String(FRAMES)}$`)).first()).toBeVisible({
    timeout: 60_000,
  });
const saved = (page: Page) => expect(page.getByText('Saved', { exact: true })).toBeVisible();
/** Painted areas on the image on screen. */
const areas = (page: Page) => page.locator('path.area');
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

/** A straight stroke around the middle of the image. @param from, to in CSS pixels from there. */
async function stroke(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const box = await page.getByRole('application').first().boundingBox();
  if (!box) throw new Error('the image is not on screen');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x + from[0], y + from[1]);
  await page.mouse.down();
  await page.mouse.move(x + to[0], y + to[1], { steps: 8 });
  await page.mouse.up();
}

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`);
}

const pixelsOf = ({ points }: Mark): number => {
  let pixels = 0;
  for (let i = 0; i < points.length; i += 2) pixels += (points[i + 1]?.[0] ?? 0) - (points[i]?.[0] ?? 0) + 1;
  return pixels;
};

async function marksIn(page: Page): Promise<readonly Mark[]> {
  const answer = await page.request.get(`/api/v1${new URL(page.url()).pathname}`);
  const { state } = (await answer.json()) as Workspace;
  return state.kind === 'submitted' ? state.content.marks : [];
}

test('[RW11][VW12][VW14] what is painted on the first, a middle and the last frame is there after a reload, in the room and in the export, and the table marks a whole image', async ({
  browser,
}) => {
  const painted = await test.step('a reader paints, with keys and a brush', () => paint(browser));
  await test.step('another one finds nothing', () => findNothing(browser));
  const ann = await enter(browser, server, ANN);
  const ben = await enter(browser, server, BEN);
  const cleo = await enter(browser, server, CLEO);
  await test.step('the panel meets', () => meet(ann, [ben, cleo]));
  await test.step('everybody sees what was painted, on its frames', () => lookAt(ann.page));
  await test.step('somebody paints at the table, and marks the image as a whole', () =>
    atTheTable(ben.page, cleo.page));
  await test.step('the export has the same pixels', () => exported(painted));
  expect([...ann.errors, ...ben.errors, ...cleo.errors]).toEqual([]);
});

async function paint(browser: Browser): Promise<readonly Mark[]> {
  const reader = await enter(browser, server, BEN);
  const { page } = reader;
  await page
    .getByRole('link', { name: /Next case/ })
    .first()
    .click();
  await place(page, 5);
  await saved(page);
  await page.keyboard.press('Home');
  await place(page, 1);
  // The first way of drawing this finding is the brush; it stays in hand over images.
  await page.keyboard.press('n');
  await expect(page.getByRole('group', { name: 'Brush' })).toBeVisible();
  await page.keyboard.press(']');
  await stroke(page, [-60, -20], [60, -20]);
  await expect(areas(page)).toHaveCount(1);
  const first = await areas(page).getAttribute('d');
  await stroke(page, [-60, 20], [60, 20]);
  await expect(areas(page)).not.toHaveAttribute('d', first ?? '');
  // One stroke is one step.
  await page.keyboard.press('Control+z');
  await expect(areas(page)).toHaveAttribute('d', first ?? '');
  await page.keyboard.press('Control+Shift+z');
  await expect(areas(page)).not.toHaveAttribute('d', first ?? '');
  await page.keyboard.press('k');
  await expect(page.getByRole('button', { name: 'Rub out' })).toHaveAttribute('aria-pressed', 'true');
  await stroke(page, [0, -60], [0, 60]);
  await page.keyboard.press('k');
  for (const frame of [5, FRAMES]) {
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown');
    await place(page, frame);
    await expect(areas(page)).toHaveCount(0);
    await stroke(page, [-40, 0], [40, frame * 4]);
    await expect(areas(page)).toHaveCount(1);
  }
  await expect(page.getByRole('button', { name: /^1\s*Clot/ })).toBeVisible();
  await expect(page.getByText('My findings')).toContainText('1');
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('group', { name: 'Brush' })).toBeHidden();
  // Without a brush a click takes the area in hand; it goes with a key, and comes back with another.
  await press(page, /^1\s*Clot/);
  await stroke(page, [0, 18], [0, 18]);
  await expect(page.getByRole('button', { name: /^1\s*Clot/ })).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Delete');
  await expect(areas(page)).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(areas(page)).toHaveCount(1);
  await saved(page);
  const last = await areas(page).getAttribute('d');
  await page.reload();
  await place(page, FRAMES);
  await expect(areas(page)).toHaveAttribute('d', last ?? '');
  await submit(page, 'Yes');
  const marks = await marksIn(page);
  expect(marks.map(({ tool, frame }) => [tool, frame.frame])).toEqual(
    [1, 5, FRAMES].map((frame) => ['labelmap', frame]),
  );
  expect(new Set(marks.map(({ lesion }) => lesion)).size).toBe(1);
  expect(Math.min(...marks.map(pixelsOf))).toBeGreaterThan(20);
  expect(reader.errors).toEqual([]);
  await page.context().close();
  return marks;
}

async function submit(page: Page, any: 'Yes' | 'No'): Promise<void> {
  await page
    .getByRole('radiogroup', { name: /Any nodule/ })
    .getByRole('radio', { name: any })
    .click();
  await saved(page);
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/This read is frozen/)).toBeVisible();
}

async function findNothing(browser: Browser): Promise<void> {
  const { page } = await enter(browser, server, CLEO);
  await page
    .getByRole('link', { name: /Next case/ })
    .first()
    .click();
  await place(page, 5);
  await submit(page, 'No');
  await page.context().close();
}

async function meet(ann: Person, others: readonly Person[]): Promise<void> {
  await ann.page.goto('/projects');
  await ann.page.getByRole('link', { name: PROJECT }).click();
  await ann.page.getByRole('link', { name: 'Disagreements', exact: true }).click();
  // What the readers answered for the case is another matter, and no part of this story.
  await ann.page.getByRole('checkbox', { name: /lesion 1/ }).check();
  await ann.page.getByLabel('Title').fill('Panel one');
  await ann.page.getByLabel(`Place of ${ANN.name}`).selectOption('chair');
  for (const { name } of [BEN, CLEO]) await ann.page.getByLabel(`Place of ${name}`).selectOption('panellist');
  await press(ann.page, 'Schedule the session');
  await expect(ann.page.getByText('Panel one').first()).toBeVisible();
  for (const { page } of [ann, ...others]) {
    await page.goto('/');
    await page
      .getByRole('link', { name: /Open room|Panel one/ })
      .first()
      .click();
    await press(page, 'Take my place');
  }
  await press(ann.page, 'Open the session');
  await press(ann.page, /Open item/);
  await press(ann.page, 'Open the vote');
  for (const { page } of [ann, ...others]) {
    await page.getByRole('radio', { name: /^No/ }).first().click();
    await page.getByRole('textbox', { name: /Reason/ }).fill('because');
    await press(page, /Submit ballot/);
    await press(page, /^Submit/);
  }
  for (const { page } of [ann, ...others]) await expect(areas(page)).toHaveCount(1);
}

async function lookAt(page: Page): Promise<void> {
  await page.getByRole('application').first().focus();
  for (const [key, frame] of [
    ['Home', 1],
    ['End', FRAMES],
  ] as const) {
    await page.keyboard.press(key);
    await place(page, frame);
    await expect(areas(page)).toHaveCount(1);
  }
  await page.keyboard.press('ArrowUp');
  await place(page, FRAMES - 1);
  await expect(areas(page)).toHaveCount(0);
}

async function atTheTable(page: Page, other: Page): Promise<void> {
  for (const each of [page, other]) {
    await each.getByRole('application').first().focus();
    await each.keyboard.press('Home');
    await each.keyboard.press('ArrowDown');
    await place(each, 2);
  }
  await page.keyboard.press('k');
  await stroke(page, [-30, 0], [30, 0]);
  await stroke(page, [0, -30], [0, 30]);
  await expect(areas(page)).toHaveCount(1);
  await expect(areas(other)).toHaveCount(1);
  await expect(areas(other)).toHaveAttribute('d', (await areas(page).getAttribute('d')) ?? '');
  const drawn = other.locator('svg.svg-layer rect');
  const before = await drawn.count();
  await page.keyboard.press('u');
  await expect(page.getByRole('button', { name: 'Whole image' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Whole image' })).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => drawn.count()).toBeGreaterThan(before);
  await page.keyboard.press('u');
  await page.keyboard.press('Enter');
  await expect(page.getByText('You marked this image as a whole already.')).toBeVisible();
}

function exported(painted: readonly Mark[]): void {
  const env = { ...process.env, CONSILIUM_DATA: server.dataFolder };
  const args = ['server/consilium.js', 'export', '--project', PROJECT, '--json'];
  const text = execFileSync('node', args, { env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const { reads } = JSON.parse(text) as { reads: { content?: { marks: readonly Mark[] } }[] };
  const shapes = (marks: readonly Mark[]) =>
    marks.map(({ frame, tool, points }) => JSON.stringify([frame, tool, points])).toSorted();
  expect(shapes(reads.flatMap(({ content }) => content?.marks ?? []))).toEqual(shapes(painted));
}
