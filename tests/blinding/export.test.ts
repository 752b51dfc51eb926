/** What leaves with an export of a project whose panel met under aliases: nothing that leads from a read or a seat to a person. */
import { expect, it } from 'vitest';
import { BUILT_IN_TEMPLATES } from '#domain/plan/session-template.ts';
import type { ExportedProject } from '#server/release/release.ts';
import { valueOf } from '#tests/factories/access.ts';
import { READERS } from './cast.ts';
import { convene, openHouse, present, type House } from './house.ts';
import { occurring, textNeedle } from './search.ts';

const template = present(
  BUILT_IN_TEMPLATES.find(({ id }) => id === 'rounds-without-names'),
  'template',
).template;

async function exported(): Promise<{ readonly house: House; readonly whole: ExportedProject }> {
  const house = await convene(await openHouse(template));
  return { house, whole: valueOf(house.services.release.exportProject(house.project)) };
}

it('[BL7] a read of a case settled under aliases carries no id, hash, time or number that is known elsewhere under a name', async () => {
  const { house, whole } = await exported();
  const reads = whole.reads.filter(({ case: one }) => one === house.cases[0]);
  expect(reads).toHaveLength(READERS.length);
  const needles = [...house.reads].flatMap(([role, { id, hash, content }]) => [
    textNeedle(`${role}: read`, id),
    textNeedle(`${role}: hash`, hash),
    ...content.marks.map((mark) => textNeedle(`${role}: mark`, mark.id)),
  ]);
  expect(occurring(Buffer.from(JSON.stringify(whole)), needles)).toEqual([]);
  for (const read of reads) expect(Object.keys(read)).not.toContain('at');
});

it('[BL7] nor does its place in the list tell whose it is', async () => {
  const { house } = await exported();
  const remarks = [...house.reads.values()].map(({ content }) => String(content.answers['remark']));
  const orders = new Set(
    Array.from({ length: 40 }, () => {
      const text = JSON.stringify(valueOf(house.services.release.exportProject(house.project)).reads);
      return remarks.toSorted((a, b) => text.indexOf(a) - text.indexOf(b)).join();
    }),
  );
  // Six orders are possible; that forty draws give one of them alone has a chance of 6 to the power of −39.
  expect(orders.size).toBeGreaterThan(1);
});
