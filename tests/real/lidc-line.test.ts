/** The whole line on a real CT with its four real readers: LIDC-IDRI-0314. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Services } from '#server/assemble.ts';
import { lungProtocol } from '#server/demo/lung-protocol.ts';
import { filesAt } from '#server/ingest/sources.ts';
import { verifyLedger } from '#server/store/verification.ts';
import { valueOf } from '#tests/factories/access.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { itemAt, revealedReads } from '#tests/factories/panel-line.ts';
import { settleItem } from '#tests/factories/panel-session.ts';
import { ask, comeIn, recordAt, wholeServer } from '#tests/factories/whole.ts';
import { dataPath, missing } from './test-data.ts';

const CT = ['dicom', 'chest-ct-lidc-idri-0314'] as const;
const XML = ['lidc', 'raw_xml', 'LIDC-IDRI-0314.xml'] as const;

async function projectOf({ access, protocol }: Services) {
  const { operator } = access;
  const names = ['Ann Lead', 'Ben Chair', 'Cleo Panel', 'Dan Panel'];
  for (const name of names) {
    const email = `${name.split(' ')[0]?.toLowerCase() ?? ''}@example.org`;
    valueOf(await operator.addPerson({ name, email, password: 'a long enough password' }, { administrator: false }));
  }
  const [ann, ben, cleo, dan] = operator.people().map((person) => person.id);
  if (!ann || !ben || !cleo || !dan) throw new Error('four people are needed');
  const project = valueOf(operator.createProject({ name: 'LIDC', lead: ann }));
  for (const user of [ben, cleo, dan]) valueOf(operator.giveRole({ project: project.id, user, role: 'panellist' }));
  const lead = operator.actorOf('ann@example.org');
  if (!lead) throw new Error('no lead');
  valueOf(protocol.publish(lead, project.id, { content: lungProtocol, openReads: 'finish', basedOn: 0 }));
  return { project: project.id, lead, ben, cleo, dan };
}

describe.skipIf(missing(...CT) || missing(...XML))('LIDC-IDRI-0314', () => {
  it('comes in, disagrees in extent and rating, and is settled by a panel', async () => {
    const whole = await wholeServer(testFolder());
    const { services } = whole;
    const { project, lead, ben, cleo, dan } = await projectOf(services);

    const report = valueOf(await services.ingest.importFiles(null, { project, files: filesAt(dataPath(...CT)) }));
    expect(report).toMatchObject({ files: 162, imported: 162, quarantined: [], cases: 1, series: 1, frames: 162 });
    const [one] = valueOf(services.ingest.list(lead, project));
    if (!one) throw new Error('no case');
    expect(one.state).toBe('ready');

    const [series] = valueOf(services.ingest.images(lead, one.id)).series;
    const frames = series?.frames ?? [];
    const at = frames.findIndex((f) => Math.abs((f.geometry.plane?.position[2] ?? 0) + 519.8) < 0.5);
    expect(`Im ${String(frames[at]?.instanceNumber)} · ${String(at + 1)}/${String(frames.length)}`).toBe(
      'Im 115 · 92/162',
    );

    const reads = valueOf(services.importLidc({ project, xml: await readFile(dataPath(...XML), 'utf8') }));
    expect(reads).toMatchObject({ reads: 4, leftOut: { elsewhere: 0 } });
    const queue = valueOf(await services.agreement.queue(lead, project));
    expect(queue.entries.map(({ kind, lesion }) => [kind, lesion?.number]).toSorted()).toEqual([
      ['extent', 1],
      ['rating', 1],
    ]);
    const diameters = queue.entries
      .find(({ kind }) => kind === 'extent')
      ?.statements.map(({ text }) => Math.round(Number.parseFloat(text)));
    expect(diameters?.toSorted()).toEqual([18, 21, 23, 23]);
    expect(queue).toMatchObject({
      raters: 'interchangeable',
      blindings: ["others' marks visible, anonymous"],
    });

    const people = [
      { user: ben, role: 'chair' },
      { user: cleo, role: 'panellist' },
      { user: dan, role: 'panellist' },
    ] as const;
    const schedule = { title: 'LIDC panel', cases: [], people: [...people] };
    const { session } = valueOf(await services.agreement.schedule(lead, project, schedule));
    const chair = comeIn(whole, 'ben@example.org');
    const others = [comeIn(whole, 'cleo@example.org'), comeIn(whole, 'dan@example.org')] as const;
    for (const who of [chair, ...others]) await ask(whole, who, session, { type: 'join' });
    await ask(whole, chair, session, { type: 'open-session' });
    const record = chair.open({ kind: 'record', session });
    await record.saved();
    const panel = { whole, session, chair, others, record };
    const item = recordAt(record).agenda[0]?.item;
    if (!item) throw new Error('the agenda is empty');
    await settleItem(panel, item, {
      first: [
        ['yes', 'yes', 'yes'],
        ['solid', 'solid', 'solid'],
        [3, 4, 5],
      ],
      second: [
        ['yes', 'yes', 'yes'],
        ['solid', 'solid', 'solid'],
        [4, 4, 5],
      ],
    });
    const sealed = itemAt(recordAt(record), item);
    expect(sealed.outcome?.verdicts.at(-1)).toMatchObject({ result: { kind: 'settled', answer: 4, by: 'rule' } });
    expect(sealed.outcome?.verdicts.at(-1)?.dissents).toHaveLength(1);
    expect(revealedReads(panel, item).map((r) => r.blinding)).toEqual(
      Array(4).fill("others' marks visible, anonymous"),
    );
    expect(verifyLedger(services.store)).toMatchObject({ intact: true });
    record.leave();
    await whole.close();
  });
});
