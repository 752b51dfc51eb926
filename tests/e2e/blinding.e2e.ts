/** The built application: what its pages and their data hold, for everybody and in every step, goes through the same search. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { BUILT_IN_TEMPLATES } from '#domain/plan/session-template.ts';
import { assemble } from '#server/assemble.ts';
import { configFrom } from '#server/config.ts';
import { serve } from '#server/main.ts';
import { contentOf, convene, houseOn } from '#tests/blinding/house.ts';
import { newPlay, playMeeting } from '#tests/blinding/script.ts';

// A way to settle that names people, and one that never does.
for (const { id, template } of BUILT_IN_TEMPLATES.filter((one) =>
  ['named-panel', 'rounds-without-names'].includes(one.id),
))
  test(`[BL2][BL3] ${id}: no page and no data of a page holds what is not published`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'consilium-blinding-'));
    const services = assemble(configFrom({ CONSILIUM_DATA: folder, CONSILIUM_LOG: 'silent', PORT: '0' }));
    const running = await serve(services);
    const endings: (() => void)[] = [];
    const atEnd = (run: () => void): void => void endings.push(run);
    try {
      const whole = { services, address: running.address, close: () => running.close() };
      const house = await houseOn(whole, { template, reading: contentOf, rendered: true, atEnd });
      const play = newPlay(await convene(house), false);
      await playMeeting(play);
      expect(play.witness.leaks).toEqual([]);
      expect(play.witness.missing()).toEqual([]);
      // The room itself is no page of the server's: its data is, and so is the page that tells where reads differ.
      const doors = new Set(play.witness.seen.map(({ where }) => where));
      const page = `GET /projects/${play.at.project}/disagreements`;
      for (const door of [page, `GET /sessions/${play.at.session}/__data.json`]) expect(doors).toContain(door);
    } finally {
      for (const run of endings) run();
      await running.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
