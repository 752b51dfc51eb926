/** Worked examples over the services of the whole server: which cases may be shown, to whom the image goes, and nothing besides. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { instantOf } from '#domain/kernel/instant.ts';
import { refusal } from '#domain/kernel/refusal.ts';
import { idOf, type CaseId } from '#domain/kernel/id.ts';
import type { Example, ProtocolContent } from '#domain/protocol/protocol.ts';
import { insertCase } from '#server/store/cases.ts';
import { insertInstance, seriesNamed, studyNamed } from '#server/store/images.ts';
import { valueOf } from '#tests/factories/access.ts';
import { ASKERS, testHouse, type Asker, type House } from '#tests/factories/house.ts';

const SOP = '1.9.3';
const OTHER = '1.9.4';

interface Shown {
  readonly house: House;
  /** A case that nobody reads, with an image of two frames and another image. */
  readonly spare: CaseId;
}

async function houseWithSpareCase(): Promise<Shown> {
  const house = await testHouse();
  const blob = await house.services.blobs.put(Buffer.from([1, 2, 3, 4]));
  const spare = house.services.store.transact((tx) => {
    const at = instantOf(Date.now());
    const { project } = house;
    const study = studyNamed(tx, { project, uid: '1.9', patientKey: 'spare' }).id;
    const series = seriesNamed(tx, { study, uid: '1.9.1', modality: 'CT', number: 1, label: 'chest' });
    for (const [i, sop] of [SOP, OTHER].entries()) {
      insertInstance(tx, series, {
        ...{ sop, sopClass: '1.2.840.10008.5.1.4.1.1.2', instanceNumber: i + 1, rows: 1, columns: 1 },
        ...{ frameSyntax: '1.2.840.10008.1.2.1', blob: blob.sha256, geometry: { rows: 1, columns: 1 }, metadata: '{}' },
        frames: [1, 2].map((number) => ({
          ...{ number, offset: 2 * (number - 1), length: 2, sha256: 'b'.repeat(64), geometry: null },
        })),
      });
    }
    return insertCase(tx, { project, study, lookReason: '', at });
  });
  return { house, spare };
}

const example = (of: CaseId, over: Partial<Example> = {}): Example => ({
  ...{ id: 'small', case: of, frame: { sop: SOP, frame: 1 }, finding: 'nodule', commentary: 'Small, and it counts.' },
  ...over,
});

const publish = ({ services, panel, project }: House, examples: readonly Example[], basedOn = 1) => {
  const content: ProtocolContent = { ...panel.protocol.content, examples: [...examples] };
  return services.protocol.publish(panel.people.lead, project, { content, openReads: 'finish', basedOn });
};

const problemsOf = (answer: ReturnType<typeof publish>): readonly string[] =>
  answer.ok ? [] : [...((answer.error.details?.['problems'] as readonly string[] | undefined) ?? [])];

test('[PT19] the one image of an example goes to those of the project who may see pixels, and to guests who work under it', async () => {
  const { house, spare } = await houseWithSpareCase();
  valueOf(publish(house, [example(spare)]));
  const { examples } = house.services.protocol;
  const sees = (frame: Example['frame']): Asker[] =>
    ASKERS.filter((asker) => {
      const actor = house.actors[asker];
      return actor !== null && examples.image(actor, frame).ok;
    });
  // The guest's session works under version 1, which shows nothing.
  expect(sees({ sop: SOP, frame: 1 })).toEqual(['lead', 'reader', 'panellist', 'observer', 'editor']);
  expect(sees({ sop: SOP, frame: 2 })).toEqual([]);
  expect(sees({ sop: OTHER, frame: 1 })).toEqual([]);
  const { reader } = house.actors;
  if (!reader) throw new Error('there is no reader');
  const { frames, instances } = valueOf(examples.image(reader, { sop: SOP, frame: 1 }));
  expect([frames.map(({ key }) => key), Object.keys(instances)]).toEqual([[{ sop: SOP, frame: 1 }], [SOP]]);
});

test('[PT19] a guest gets the image of the version the session works under', async () => {
  const frame = { sop: '1.2.3', frame: 1 };
  const shown = await testHouse([example(idOf<CaseId>('018f6d2e-0000-7000-8000-000000000001'), { frame })]);
  const { guest, stranger } = shown.actors;
  if (!guest || !stranger) throw new Error('somebody is missing');
  expect(shown.services.protocol.examples.image(guest, frame).ok).toBe(true);
  expect(shown.services.protocol.examples.image(stranger, frame).ok).toBe(false);
});

test('[PT19] over DICOMweb a reader gets that frame and nothing else of the case', async () => {
  const { house, spare } = await houseWithSpareCase();
  valueOf(publish(house, [example(spare)]));
  const { reader } = house.actors;
  if (!reader) throw new Error('there is no reader');
  const { token } = valueOf(house.services.access.operator.createToken(reader.email, 'script'));
  const server = createServer((request, response) => void house.services.http(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => new Promise((done) => server.close(() => done())));
  const port = (server.address() as AddressInfo).port;
  const statusOf = async (path: string): Promise<number> => {
    const asked = await fetch(`http://127.0.0.1:${String(port)}/dicomweb/instances/${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await asked.arrayBuffer();
    return asked.status;
  };
  expect(await statusOf(`${SOP}/frames/1`)).toBe(200);
  for (const path of [`${SOP}/frames/2`, `${OTHER}/frames/1`, `${SOP}/metadata`])
    expect(await statusOf(path)).toBe(404);
  expect(house.services.ingest.images(reader, spare)).toMatchObject({ error: { code: 'not-found' } });
});

test('[PT19] the image of a case that was set aside is shown no more', async () => {
  const { house, spare } = await houseWithSpareCase();
  valueOf(publish(house, [example(spare)]));
  const { lead, reader } = house.actors;
  if (!lead || !reader) throw new Error('somebody is missing');
  valueOf(house.services.ingest.exclude(lead, spare, 'a name in the corner'));
  expect(house.services.protocol.examples.image(reader, { sop: SOP, frame: 1 }).ok).toBe(false);
});

test('[PT20] a case that still has to be judged, is unknown, or has no such image is not published as an example', async () => {
  const { house, spare } = await houseWithSpareCase();
  const judged = example(house.panel.case, { frame: { sop: house.sop, frame: 1 } });
  const elsewhere = example(spare, { id: 'b', case: '018f6d2e-0000-7000-8000-000000000001' });
  const noImage = example(spare, { id: 'c', frame: { sop: SOP, frame: 3 } });
  expect(problemsOf(publish(house, [judged, elsewhere, noImage]))).toEqual([
    expect.stringMatching(/^examples\.0\.case: .*\[example-case-judged\]$/),
    expect.stringMatching(/^examples\.1\.case: .*\[example-case-missing\]$/),
    expect.stringMatching(/^examples\.2\.frame: .*\[example-frame-missing\]$/),
  ]);
});

test('[PT20] a case that was shown is given to no reader any more, and stays shown in the next version', async () => {
  const { house, spare } = await houseWithSpareCase();
  valueOf(publish(house, [example(spare)]));
  valueOf(publish(house, [], 2));
  const { lead, reader } = house.actors;
  if (!lead || !reader) throw new Error('somebody is missing');
  const wish = { cases: [spare], readers: [reader.user] };
  expect(house.services.reading.assign(lead, house.project, wish)).toMatchObject({ error: refusal('case-is-example') });
  expect(publish(house, [example(spare)], 3).ok).toBe(true);
});

test('[PT20] those who write the draft are told how a case stands, by its number or its id', async () => {
  const { house, spare } = await houseWithSpareCase();
  const { lead, reader } = house.actors;
  if (!lead || !reader) throw new Error('somebody is missing');
  const { examples } = house.services.protocol;
  const standing = (named: string) => examples.caseFor(lead, house.project, named);
  expect(valueOf(standing('1'))).toEqual({
    ...{ case: house.panel.case, alias: 'Case 1', standing: 'judged', decided: [] },
  });
  expect(valueOf(standing(spare))).toMatchObject({ alias: 'Case 2', standing: 'free' });
  valueOf(publish(house, [example(spare)]));
  expect(valueOf(standing('2')).standing).toBe('shown');
  expect(standing('3')).toMatchObject({ error: { code: 'not-found' } });
  expect(examples.caseFor(reader, house.project, '2')).toMatchObject({ error: { code: 'not-allowed' } });
});

test('[PT22] what comes with the image names no case, no reader and no panel', async () => {
  const { house, spare } = await houseWithSpareCase();
  valueOf(publish(house, [example(spare)]));
  const { reader } = house.actors;
  if (!reader) throw new Error('there is no reader');
  const answer = JSON.stringify(valueOf(house.services.protocol.examples.image(reader, { sop: SOP, frame: 1 })));
  for (const told of [spare, 'Case 2', house.panel.case, house.session, house.read, OTHER])
    expect(answer).not.toContain(told);
});
