/** Importing what comes from hospitals: good files among broken ones, archives, repetitions, failures half-way. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ProjectId } from '#domain/kernel/id.ts';
import { assemble, type Services } from '#server/assemble.ts';
import { configFrom } from '#server/config.ts';
import { createDecodePool } from '#server/dicom/pool.ts';
import { dataSet, element } from '#server/dicom/part10/builder.ts';
import { SYNTAX } from '#server/dicom/part10/transfer-syntax.ts';
import { writePart10 } from '#server/dicom/part10/writer.ts';
import { importFiles, type ImportPorts, type ImportReport } from '#server/ingest/import.ts';
import { filesAt } from '#server/ingest/sources.ts';
import { valueOf } from '#tests/factories/access.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { ctImage, PATIENT, ultrasoundImage } from '#tests/factories/image.ts';
import { zipOf } from '#tests/factories/zip.ts';

interface Bench {
  readonly services: Services;
  readonly project: ProjectId;
  /** Writes a file below a folder of its own, and answers the folder. */
  readonly lay: (files: Readonly<Record<string, string | Uint8Array>>) => string;
  readonly bringIn: (path: string) => Promise<ImportReport>;
  /** Rows that an import writes. */
  readonly rows: () => Readonly<Record<string, number>>;
}

async function bench(): Promise<Bench> {
  const folder = testFolder();
  const services = assemble(configFrom({ CONSILIUM_DATA: join(folder, 'data'), CONSILIUM_LOG: 'silent' }));
  onTestFinished(async () => {
    await services.closeConnections();
    await services.close();
  });
  const { operator } = services.access;
  const account = { name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' };
  const lead = valueOf(await operator.addPerson(account, { administrator: false })).id;
  const project = valueOf(operator.createProject({ name: 'P', lead })).id;
  let laid = 0;
  return {
    services,
    project,
    lay(files) {
      const place = join(folder, `in-${String((laid += 1))}`);
      mkdirSync(join(place, 'below'), { recursive: true });
      for (const [name, content] of Object.entries(files)) writeFileSync(join(place, name), content);
      return place;
    },
    bringIn: async (path) => valueOf(await services.ingest.importFiles(null, { project, files: filesAt(path) })),
    rows: () => rowsIn(services),
  };
}

function rowsIn({ store }: Services): Record<string, number> {
  const count = (table: string): number =>
    Number(store.connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  return Object.fromEntries(['studies', 'series', 'instances', 'frames', 'cases', 'imports'].map((t) => [t, count(t)]));
}

const codes = (list: ImportReport['quarantined']): string[] => list.map(({ code }) => code).toSorted();

describe('[IM2] every file of an import ends imported or quarantined with its reason', () => {
  it('in a folder with good, cut, foreign and empty files', async () => {
    const { lay, bringIn } = await bench();
    const place = lay({
      'a.dcm': ctImage(1),
      'below/b': ctImage(2),
      'cut.dcm': ctImage(3).subarray(0, 300),
      'letter.txt': 'Dear colleague',
      'empty.dcm': '',
    });
    const report = await bringIn(place);
    expect(report).toMatchObject({ files: 5, imported: 2, studies: 1, series: 1, instances: 2, frames: 2, cases: 1 });
    expect(report.quarantined).toHaveLength(3);
    for (const { message } of report.quarantined) expect(message).toMatch(/^[A-Z].*\.$/);
    expect(report.quarantined.map(({ path }) => path.slice(place.length + 1)).toSorted()).toEqual([
      'cut.dcm',
      'empty.dcm',
      'letter.txt',
    ]);
  });

  it('in an archive, its folders and foreign entries included', async () => {
    const { lay, bringIn } = await bench();
    const entries = [
      { name: 'study/', bytes: new Uint8Array() },
      { name: 'study/a.dcm', bytes: ctImage(1) },
      { name: 'study/b.dcm', bytes: ctImage(2) },
      { name: 'study/index.html', bytes: Buffer.from('<p>index</p>') },
    ];
    const place = lay({ 'study.zip': zipOf(entries) });
    expect(await bringIn(join(place, 'study.zip'))).toMatchObject({ files: 3, imported: 2, cases: 1 });
  });

  it('in a broken archive: what could be read is imported, the rest is said', async () => {
    const { lay, bringIn } = await bench();
    const whole = zipOf([
      { name: 'a.dcm', bytes: ctImage(1) },
      { name: 'b.dcm', bytes: ctImage(2) },
    ]);
    const place = lay({ 'cut.zip': whole.subarray(0, whole.length - 30), 'scrambled.zip': scrambled(whole) });
    const report = await bringIn(place);
    expect(codes(report.quarantined)).toContain('unreadable');
    expect(report.imported).toBeLessThanOrEqual(1);
  });
});

/** The data of the second entry is damaged; the directory is whole. */
function scrambled(zip: Buffer): Buffer {
  const copy = Buffer.from(zip);
  const second = copy.indexOf('PK\u0003\u0004', 10, 'latin1');
  copy.fill(0xff, second + 60, second + 100);
  return copy;
}

describe('[IM3] an archive cannot unpack to more than it says, nor to more than fits', () => {
  it('an entry that claims too much is refused unread, and one that lies ends the archive', async () => {
    const { lay, bringIn } = await bench();
    const bomb = Buffer.alloc(64 * 1024 * 1024);
    const place = lay({
      'claims.zip': zipOf([
        { name: 'big.dcm', bytes: ctImage(1), claims: 3_000_000_000 },
        { name: 'a.dcm', bytes: ctImage(2) },
      ]),
      'lies.zip': zipOf([{ name: 'bomb.dcm', bytes: bomb, claims: 1000 }]),
    });
    const before = process.memoryUsage().arrayBuffers;
    const report = await bringIn(place);
    expect(codes(report.quarantined)).toEqual(['too-large', 'unreadable']);
    expect(report.imported).toBe(1);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(bomb.length);
  });

  it('a deflated file that would grow beyond the limit is quarantined', async () => {
    const { lay, bringIn, rows } = await bench();
    const place = lay({ 'bomb.dcm': deflateBomb() });
    const before = process.memoryUsage().rss;
    const report = await bringIn(place);
    expect(report).toMatchObject({ files: 1, imported: 0, cases: 0 });
    expect(codes(report.quarantined)).toEqual(['inflate-bomb']);
    expect(process.memoryUsage().rss - before).toBeLessThan(900 * 1024 * 1024);
    expect(rows()).toMatchObject({ instances: 0, cases: 0, imports: 0 });
  });
});

/** A deflated Part 10 file of about 2 MB that unpacks to 2 GB. */
function deflateBomb(): Uint8Array {
  const plain = writePart10({ transferSyntax: SYNTAX.explicitLittle, dataset: small(), frames: [] }).bytes;
  const meta = Buffer.from(plain);
  const syntax = meta.indexOf('1.2.840.10008.1.2.1\0', 'latin1');
  const head = Buffer.concat([
    meta.subarray(0, syntax),
    Buffer.from('1.2.840.10008.1.2.1.99'),
    meta.subarray(syntax + 20),
  ]);
  const length = head.indexOf(Buffer.from('UI'), head.indexOf(Buffer.from([2, 0, 0x10, 0]))) + 2;
  head.writeUInt16LE(22, length);
  const group = head.indexOf(Buffer.from([2, 0, 0, 0]), 132) + 8;
  head.writeUInt32LE(head.readUInt32LE(group) + 2, group);
  const end = group + 4 + head.readUInt32LE(group);
  const block = deflateRawSync(Buffer.alloc(32 * 1024 * 1024), { finishFlush: 2 });
  return Buffer.concat([head.subarray(0, end), ...Array.from({ length: 64 }, () => block)]);
}

const small = () =>
  dataSet([element('SOPClassUID', '1.2.840.10008.5.1.4.1.1.2', 'UI'), element('SOPInstanceUID', '1.2.3', 'UI')]);

it('[IM4] what is there already is not stored twice, and is said', async () => {
  const { lay, bringIn, rows } = await bench();
  const place = lay({ 'a.dcm': ctImage(1), 'b.dcm': ctImage(2) });
  await bringIn(place);
  const after = rows();
  const again = await bringIn(place);
  expect(again).toMatchObject({ files: 2, imported: 0, instances: 0, cases: 0, quarantined: [] });
  expect(again.warnings.filter(({ code }) => code === 'already-here')).toHaveLength(2);
  expect(rows()).toEqual(after);
});

it('[IM4] the same image twice in one import is one image', async () => {
  const { lay, bringIn } = await bench();
  const report = await bringIn(lay({ 'a.dcm': ctImage(1), 'b.dcm': ctImage(1), 'c.dcm': ctImage(1) }));
  expect(report).toMatchObject({ files: 3, imported: 1, instances: 1, frames: 1 });
});

it('[IM1] an import that fails half-way leaves no row and no event, and the next one works', async () => {
  const { services, project, lay, rows } = await bench();
  const pool = createDecodePool({ workers: 1 });
  onTestFinished(() => pool.close());
  let stored = 0;
  const failing: ImportPorts = {
    ...{ store: services.store, ledger: services.ledger, pool, now: () => valueOfNow(services) },
    uidKey: (of) => services.secrets.uidKey(of),
    blobs: {
      ...services.blobs,
      put: (content) => ((stored += 1) === 3 ? Promise.reject(new Error('ENOSPC')) : services.blobs.put(content)),
    },
  };
  const place = lay(Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`${String(n)}.dcm`, ctImage(n + 1)])));
  const head = services.ledger.read(`project:${project}`).length;
  await expect(importFiles(failing, null, { project, files: filesAt(place) })).rejects.toThrow('ENOSPC');
  expect(rows()).toEqual({ studies: 0, series: 0, instances: 0, frames: 0, cases: 0, imports: 0 });
  expect(services.ledger.read(`project:${project}`)).toHaveLength(head);
  expect(readdirSync(join(services.blobs.folder, 'incoming'))).toEqual([]);
  const next = valueOf(await services.ingest.importFiles(null, { project, files: filesAt(place) }));
  expect(next).toMatchObject({ imported: 6, cases: 1, quarantined: [] });
});

const valueOfNow = ({ store }: Services) =>
  store.connection.prepare('SELECT unixepoch() * 1000').pluck().get() as ReturnType<ImportPorts['now']>;

it('[IM5] neither the report nor the database nor the archive holds a name', async () => {
  const { services, lay, bringIn } = await bench();
  const report = await bringIn(lay({ 'a.dcm': ctImage(1), 'us.dcm': ultrasoundImage(1) }));
  expect(report.imported).toBe(2);
  const [name = ''] = PATIENT.split('^');
  expect(JSON.stringify(report)).not.toContain(name);
  expect(Buffer.from(services.store.connection.serialize()).includes(name)).toBe(false);
  for await (const blob of services.blobs.list())
    expect(Buffer.from(await services.blobs.read(blob)).includes(name)).toBe(false);
});
