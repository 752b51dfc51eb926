/** Earlier examinations beside a read: which one, for whom, and when. */
import { expect, it } from 'vitest';
import type { Workspace } from '#contract/reading.ts';
import { putAnswer } from '#documents/read.ts';
import type { CaseId, ReadId } from '#domain/kernel/id.ts';
import { shiftedDayOf } from '#server/dicom/uid.ts';
import { readsOfCase } from '#server/store/reads.ts';
import { valueOf } from '#tests/factories/access.ts';
import { ctImage } from '#tests/factories/image.ts';
import { readingOnWire, type ReadingOnWire } from '#tests/factories/reading-wire.ts';
import { panelProtocol } from '#tests/factories/agenda.ts';

const key = new Uint8Array(32).fill(7);

it('[RW12] the order of a patient’s examinations is kept, their dates are not', () => {
  const dates = ['19991231', '20000101', '20240229', '20240301'];
  const days = dates.map((date) => shiftedDayOf(date, 'a', key) ?? 0);
  expect(days.map((day) => day - (days[0] ?? 0))).toEqual([0, 1, 8826, 8827]);
  const others = dates.map((date) => shiftedDayOf(date, 'b', key) ?? 0);
  expect(others[0]).not.toBe(days[0]);
  expect([shiftedDayOf('', 'a', key), shiftedDayOf('2024', 'a', key), shiftedDayOf('20240101', '', key)]).toEqual([
    null,
    null,
    null,
  ]);
});

async function caseOf(at: ReadingOnWire, study: string, more: Readonly<Record<string, string>>): Promise<CaseId> {
  const { ingest } = at.whole.services;
  const before = valueOf(ingest.list(at.own.people.lead, at.own.project)).map(({ id }) => id);
  const uids = { StudyInstanceUID: study, SeriesInstanceUID: `${study}.1`, SOPInstanceUID: `${study}.1.1` };
  await at.ask(`/api/v1/projects/${at.own.project}/files`, {
    token: at.lead.token,
    method: 'POST',
    body: ctImage(1, { ...uids, ...more }),
  });
  const fresh = valueOf(ingest.list(at.own.people.lead, at.own.project)).find(({ id }) => !before.includes(id));
  if (!fresh) throw new Error('no case came of it');
  return fresh.id;
}

it('[RW12] a reader sees the last earlier examination of the same patient, once the protocol shows what came before', async () => {
  const at = await readingOnWire();
  const oldest = await caseOf(at, '1.2.840.51', { StudyDate: '20180101' });
  const latest = await caseOf(at, '1.2.840.54', { StudyDate: '20210101' });
  const last = await caseOf(at, '1.2.840.52', { StudyDate: '20200101' });
  await caseOf(at, '1.2.840.53', { StudyDate: '20200601', PatientID: 'X2' });
  await caseOf(at, '1.2.840.55', { StudyDate: '20220101' });
  const { project, people } = at.own;
  const readers = [people.outsider.user];
  await at.ask(`/api/v1/projects/${project}/reads`, { token: at.lead.token, json: { cases: [latest], readers } });
  const [read] = readsOfCase(at.whole.services.store.db, latest);
  const workspace = async (id: ReadId | undefined): Promise<Workspace> =>
    (await at.ask(`/api/v1/reads/${id ?? ''}`, { token: at.reader.token })).body as Workspace;
  const images = async (id: CaseId, token: string): Promise<number> =>
    (await at.ask(`/api/v1/cases/${id}/images`, { token })).status;
  expect((await workspace(read?.id)).prior).toBeNull();
  expect(await images(last, at.reader.token)).toBe(404);

  const content = { ...panelProtocol(), contextBeforeRead: ['age', 'prior'] };
  const published = await at.ask(`/api/v1/projects/${project}/protocol`, {
    token: at.lead.token,
    json: { content, basedOn: 2, openReads: 'move' },
  });
  expect(published.status).toBe(201);
  expect((await workspace(read?.id)).prior).toBe(last);
  expect(await images(last, at.reader.token)).toBe(200);
  // Neither one before that, nor for somebody who does not read the later one.
  expect(await images(oldest, at.reader.token)).toBe(404);
  expect(await images(last, at.other.token)).toBe(404);
  await at.ask(`/api/v1/cases/${last}/exclusion`, { token: at.lead.token, json: { reason: 'Consent withdrawn' } });
  expect((await workspace(read?.id)).prior).toBe(oldest);
  expect(await images(last, at.reader.token)).toBe(404);
});

it('[RD5] before submission a reader knows of the patient what the protocol allows, and afterwards the rest', async () => {
  const at = await readingOnWire();
  const { id } = (await at.workspace()).case;
  const context = { age: '64 y', history: 'Smoker', prior: 'A nodule of 4 mm' };
  await at.ask(`/api/v1/cases/${id}/context`, { token: at.lead.token, method: 'PUT', json: context });
  expect((await at.workspace()).context).toEqual({ age: '64 y' });
  putAnswer(at.desk.doc, 'quality', 'good');
  await at.desk.saved();
  await at.submit();
  expect((await at.workspace()).context).toEqual(context);
});
