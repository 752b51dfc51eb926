/** A reader at the desk, in a real browser: marks of every kind on exact frames, problems that lead somewhere, flags and excuses. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import type { Workspace } from '#contract/reading.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import type { Services } from '#server/assemble.ts';
import { lungProtocol } from '#server/demo/lung-protocol.ts';
import { filesAt } from '#server/ingest/sources.ts';
import { studies } from '#server/store/schema/ingest.ts';
import { valueOf } from '../factories/access.ts';
import { drawAround, enter, type Person } from './person.ts';
import { furnish, phantomFiles, startServer, PROJECT, type Cast, type Running } from './server.ts';

const LEAD: Cast = { name: 'Ann Lead', email: 'ann@example.org', roles: ['lead'] };
const READER: Cast = { name: 'Ben Reader', email: 'ben@example.org', roles: ['reader'] };
const FRAMES = 9;

/** One finding with an outline or a box, one that stands for the image, one that stands for the case. */
const protocol: ProtocolContent = {
  ...lungProtocol,
  contextBeforeRead: ['prior'],
  caseFields: [
    ...lungProtocol.caseFields,
    { id: 'share', label: 'Share of the film', required: false, kind: 'number', unit: '%', minimum: 20, maximum: 100 },
    { id: 'remark', label: 'Remark', required: false, kind: 'text', maximumLength: 200 },
  ],
  findings: [
    ...lungProtocol.findings.map((finding) => ({
      ...finding,
      tools: [...finding.tools, 'box' as const],
      minimumMm: 0,
    })),
    {
      id: 'artefact',
      name: 'Artefact',
      definition: 'Anything that is not the patient.',
      granularity: 'image',
      tools: ['whole-image'],
      fields: [],
    },
    { id: 'effusion', name: 'Effusion', definition: 'Fluid.', granularity: 'case', tools: ['box'], fields: [] },
  ],
};

let server: Running;
test.beforeEach(async () => {
  server = await startServer(async (services) => {
    await furnish(services, [LEAD, READER]);
    const { access, ingest, protocol: protocols, reading } = services;
    const lead = access.operator.actorOf(LEAD.email);
    const reader = access.operator.actorOf(READER.email);
    const project = access.operator.projectNamed(PROJECT);
    if (!lead || !reader || !project) throw new Error('the project is not furnished');
    valueOf(protocols.publish(lead, project.id, { content: protocol, openReads: 'finish', basedOn: 1 }));
    for (const seed of [5, 6]) {
      const [file] = phantomFiles({ kind: 'us-cine', seed, size: 160, count: FRAMES });
      if (file) valueOf(await ingest.importFiles(null, { project: project.id, files: filesAt(file) }));
    }
    const cases = valueOf(ingest.list(lead, project.id));
    for (const { id, state } of cases) if (state === 'awaiting-look') valueOf(ingest.confirmLook(lead, id));
    examinationsOfOnePatient(services);
    valueOf(reading.assign(lead, project.id, { cases: cases.map(({ id }) => id), readers: [reader.user] }));
  });
});
test.afterEach(() => server.stop());

/** As if both films were of one patient, the first one earlier. */
function examinationsOfOnePatient({ store }: Services): void {
  store.transact((tx) => {
    for (const [day, { id }] of tx.select().from(studies).orderBy(studies.id).all().entries())
      tx.update(studies).set({ patientKey: 'one', shiftedDay: day }).where(eq(studies.id, id)).run();
  });
}

const place = (page: Page, index: number) =>
  expect(page.getByText(new RegExp(`(^|· )${String(index)}/${String(FRAMES)}$`)).first()).toBeVisible({
    timeout: 60_000,
  });
const saved = (page: Page) => expect(page.getByText('Saved', { exact: true })).toBeVisible();

async function openRead({ page }: Person): Promise<string> {
  await page
    .getByRole('link', { name: /Next case/ })
    .first()
    .click();
  await place(page, 5);
  await saved(page);
  return new URL(page.url()).pathname;
}

async function middle(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.getByRole('application').first().boundingBox();
  if (!box) throw new Error('the image is not on screen');
  return { x: box.x + box.width * 0.5, y: box.y + box.height * 0.5 };
}

async function drag(page: Page, from: { x: number; y: number }, by: number): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + by, from.y + by, { steps: 6 });
  await page.mouse.up();
}

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`);
}

test('[RW11] what is drawn on the first, a middle and the last frame of a film is submitted there', async ({
  browser,
}) => {
  const reader = await enter(browser, server, READER);
  const { page } = reader;
  const address = await openRead(reader);
  const at = await middle(page);
  await page.keyboard.press('Home');
  await place(page, 1);
  await page.keyboard.press('n');
  await drawAround(page, at, 40);
  await expect(page.getByRole('button', { name: /Nodule/, expanded: true })).toBeVisible();
  await page.keyboard.press('End');
  await place(page, FRAMES);
  await page.getByRole('button', { name: /Nodule.*: Box/ }).click();
  await drag(page, at, 50);
  await expect(page.getByText('My findings')).toContainText('2');
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowUp');
  await place(page, 5);
  await page.getByRole('button', { name: 'Artefact: Whole image' }).click();
  await page.mouse.click(at.x, at.y);
  await expect(page.getByText('My findings')).toContainText('3');
  await saved(page);
  await page.reload();
  await place(page, 5);
  await expect(page.getByText('My findings')).toContainText('3');

  // The key of submitting leads from one missing answer to the next.
  await page.keyboard.press('Control+Enter');
  await expect(
    page
      .getByRole('radiogroup', { name: /Any nodule/ })
      .getByRole('radio')
      .first(),
  ).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('radio', { name: 'Solid', exact: true })).toBeFocused();
  await page
    .getByRole('radiogroup', { name: /Any nodule/ })
    .getByRole('radio', { name: 'Yes' })
    .click();
  for (const number of [1, 2]) {
    const line = page.getByRole('button', { name: new RegExp(`^${String(number)}\\s*Nodule`) });
    if ((await line.getAttribute('aria-expanded')) !== 'true') await line.click();
    await page.getByRole('radio', { name: 'Solid', exact: true }).click();
    await page.getByRole('radio', { name: /Moderately suspicious/ }).click();
  }
  await saved(page);
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/This read is frozen/)).toBeVisible();
  const { state } = (await (await page.request.get(`/api/v1${address}`)).json()) as Workspace;
  const marks = state.kind === 'submitted' ? state.content.marks : [];
  expect(marks.map(({ tool, frame }) => [tool, frame.frame])).toEqual([
    ['freehand', 1],
    ['box', FRAMES],
    ['whole-image', 5],
  ]);
  expect(new Set(marks.map(({ frame }) => frame.sop)).size).toBe(1);
  expect(reader.errors).toEqual([]);
});

test('[RW6] an outline goes to the next frames with a key; [RW3] a second finding for the case is a problem; [RW5] clauses are a key away', async ({
  browser,
}) => {
  const reader = await enter(browser, server, READER);
  const { page } = reader;
  await openRead(reader);
  const at = await middle(page);
  await page.keyboard.press('n');
  await drawAround(page, at, 40);
  await page.keyboard.press('d');
  await place(page, 6);
  await page.keyboard.press('d');
  await place(page, 7);
  await expect(page.getByText('Drawn on').locator('..').getByRole('listitem')).toHaveCount(3);
  for (const count of [2, 3]) {
    await page.getByRole('button', { name: 'Effusion: Box' }).click();
    await drag(page, { x: at.x - 120, y: at.y - 240 + 80 * count }, 25);
    await expect(page.getByText('My findings')).toContainText(String(count));
  }
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/“Effusion” stands for the whole case/).first()).toBeVisible();
  const faults = await faultsOf(page);
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('c');
  await expect(page.getByLabel('Search the clauses')).toBeFocused();
  await expect(page.getByRole('heading', { name: /About “Texture”/ })).toBeVisible();
  faults.push(...(await faultsOf(page)));
  await page.keyboard.press('Escape');
  await expect(page.getByRole('radio', { name: 'Solid', exact: true })).toBeFocused();
  await page.setViewportSize({ width: 1280, height: 720 });
  faults.push(...(await faultsOf(page)));
  expect([...new Set(faults)]).toEqual([]);
  expect(reader.errors).toEqual([]);
});

test('[RW9] a reader is excused with a key and a reason, [RW7] flags another case, and the lead finds both', async ({
  browser,
}) => {
  const reader = await enter(browser, server, READER);
  const { page } = reader;
  const first = await openRead(reader);
  await page.keyboard.press('g');
  await page.getByRole('radio', { name: 'I cannot read it' }).click();
  await page.getByRole('radio', { name: /Conflict of interest/ }).click();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Excuse me' }).click();
  await expect(page).not.toHaveURL(new RegExp(`${first}$`));
  await place(page, 5);
  await page.keyboard.press('g');
  await page.getByRole('radio', { name: /poor quality/ }).click();
  await page.getByLabel('In your words').fill('The probe moved');
  await page.getByRole('button', { name: 'Flag', exact: true }).click();
  await expect(page.getByText(/^You flagged:/)).toBeVisible();
  const lead = await enter(browser, server, LEAD);
  await lead.page.getByRole('link', { name: 'Projects' }).click();
  await lead.page.getByRole('link', { name: PROJECT }).first().click();
  await lead.page.getByRole('link', { name: 'Cases', exact: true }).click();
  await expect(lead.page.getByText('The probe moved')).toBeVisible();
  await expect(lead.page.getByText('Ben Reader is excused')).toBeVisible();
  await lead.page.getByRole('button', { name: 'Settle' }).click();
  await lead.page.getByLabel('What was done').fill('Looked at it: readable.');
  expect(await faultsOf(lead.page)).toEqual([]);
  await lead.page.getByRole('dialog').getByRole('button', { name: 'Settle' }).click();
  await expect(lead.page.getByText(/Settled .*readable/)).toBeVisible();
});

test('[RW13] the earlier examination stands beside the read, scrolls along, and both keep their place in another window', async ({
  browser,
}) => {
  const reader = await enter(browser, server, READER);
  const { page } = reader;
  await page.getByRole('link', { name: 'Worklist' }).first().click();
  await page.getByRole('link', { name: 'Case 2' }).first().click();
  await place(page, 5);
  await page.keyboard.press('y');
  const earlier = page.getByRole('region', { name: 'Images of the earlier examination' });
  await expect(earlier.getByText(`5/${String(FRAMES)}`)).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('End');
  await expect(earlier.getByText(`${String(FRAMES)}/${String(FRAMES)}`)).toBeVisible();
  await earlier.getByRole('checkbox', { name: 'Scroll along' }).uncheck();
  await page.keyboard.press('Home');
  await place(page, 1);
  await expect(earlier.getByText(`${String(FRAMES)}/${String(FRAMES)}`)).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  // A window of another size: the one that was zoomed stays so, the other one fits, both at the frame they showed.
  const images = page.getByRole('application');
  const looks = async (): Promise<string[]> =>
    (await images.allInnerTexts()).map(
      (text) => `${/\d+\/9/.exec(text)?.[0] ?? ''} ${/zoom [\d.]+/.exec(text)?.[0] ?? ''}`,
    );
  await images.last().hover();
  await page.keyboard.down('Control');
  const fitting = await looks();
  await page.mouse.wheel(0, -300);
  await page.keyboard.up('Control');
  await expect.poll(looks).not.toEqual(fitting);
  const before = await looks();
  await page.setViewportSize({ width: 1280, height: 720 });
  await expect.poll(looks).not.toEqual(before);
  const smaller = await looks();
  expect(smaller.map((look) => look.split(' ')[0])).toEqual(before.map((look) => look.split(' ')[0]));
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect.poll(looks).toEqual(before);
  await page.keyboard.press('y');
  await expect(earlier).toBeHidden();
  expect(reader.errors).toEqual([]);
});

test('[RW15] a page that dies is opened again where it was, with what was drawn; [RW16] and what was half written', async ({
  browser,
}) => {
  const reader = await enter(browser, server, READER);
  const { page } = reader;
  const context = page.context();
  const address = await openRead(reader);
  const at = await middle(page);
  for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowDown');
  await place(page, 7);
  // What is drawn now reaches no server before the page is gone.
  await context.setOffline(true);
  await expect(page.getByText('Offline', { exact: true })).toBeVisible();
  await page.keyboard.press('n');
  await drawAround(page, at, 40);
  await expect(page.getByText('My findings')).toContainText('1');
  await page.getByLabel('Share of the film').fill('7');
  await page.getByLabel('Remark').pressSequentially('Half a sentence');
  await crash(page);
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(address);
  await place(again, 7);
  await saved(again);
  await expect(again.getByRole('button', { name: /^1\s*Nodule/, expanded: true })).toBeVisible();
  await expect(again.getByLabel('Remark')).toHaveValue('Half a sentence');
  await expect(again.getByLabel('Share of the film')).toHaveValue('7');
  await expect(again.getByText('Outside of 20 to 100 %. Not saved.')).toBeVisible();
  expect(await faultsOf(again)).toEqual([]);
  await again.getByLabel('Share of the film').fill('70');
  await again.getByLabel('Remark').focus();
  await saved(again);
  const elsewhere = await enter(browser, server, READER);
  await elsewhere.page.goto(address);
  await place(elsewhere.page, 5);
  await expect(elsewhere.page.getByLabel('Remark')).toHaveValue('Half a sentence');
  await expect(elsewhere.page.getByLabel('Share of the film')).toHaveValue('70');
  // Nothing of it is left to whoever comes next.
  await again.goto('/');
  expect(await keptOfReads(again)).toHaveLength(1);
  await again.getByRole('button', { name: 'Sign out' }).click();
  await expect(again).toHaveURL(/sign-in/);
  expect(await keptOfReads(again)).toEqual([]);
});

/** As when the renderer runs out of memory: no handler of the page runs any more. */
async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const devtools = await page.context().newCDPSession(page);
  // Nobody is left to answer.
  devtools.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();
}

const keptOfReads = (page: Page): Promise<string[]> =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('consilium:read:')));

test('[RW17] a lead sees who withholds a case, and [RW18] lets it in again in two steps; [RW19] or stops that reader', async ({
  browser,
}) => {
  const reader = await enter(browser, server, READER);
  for (const number of [1, 2]) {
    await reader.page.goto('/worklist');
    await reader.page
      .getByRole('link', { name: `Case ${String(number)}` })
      .first()
      .click();
    await place(reader.page, 5);
    await reader.page.keyboard.press('g');
    await reader.page.getByRole('radio', { name: /who the patient is/ }).click();
    await reader.page.getByLabel('In your words').fill('A name at the lower left');
    await expect(reader.page.getByText(/withheld from everybody, you too/)).toBeVisible();
    await reader.page.getByRole('button', { name: 'Flag', exact: true }).click();
    await expect(reader.page.getByText('The images wait for a look')).toBeVisible();
  }
  const { page, errors } = await enter(browser, server, LEAD);
  const need = page.getByRole('listitem').filter({ hasText: 'Ben Reader withholds 2 cases' });
  await need.getByRole('link', { name: 'Decide' }).click();
  const card = page.getByRole('region', { name: /^Withheld/ });
  await expect(card.getByText('A name at the lower left')).toHaveCount(2);
  const faults = await faultsOf(page);
  await card.getByRole('button', { name: 'Let it in again: Case 1' }).click();
  faults.push(...(await faultsOf(page)));
  await page.getByRole('dialog').getByRole('button', { name: 'It was flagged by mistake' }).click();
  await expect(card.getByText('Ben Reader withholds a case')).toBeVisible();
  await card.getByRole('button', { name: 'Stop further withholding' }).click();
  await expect(card.getByText('Further flags reach you and withhold nothing.')).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 720 });
  faults.push(...(await faultsOf(page)));
  expect([...new Set(faults)]).toEqual([]);
  await reader.page.goto('/worklist');
  await reader.page.getByRole('link', { name: 'Case 1' }).first().click();
  await place(reader.page, 5);
  await reader.page.keyboard.press('g');
  await reader.page.getByRole('radio', { name: /who the patient is/ }).click();
  await expect(reader.page.getByText(/Your read goes on as it is/)).toBeVisible();
  expect(errors).toEqual([]);
});
