/** Everything that can be asked by reading, with every id there is: own ones, other people's, and of other kinds. */
import { v4 } from 'uuid';
import { textOf, type DocumentName } from '#documents/names.ts';
import { idOf, type ItemId, type ReadId, type SessionId } from '#domain/kernel/id.ts';
import { pathOf } from './pages.ts';
import { EXAMPLE_SOP, type Meeting } from './house.ts';

/** Paths of all routes that answer GET, and of DICOMweb. */
export function readingPaths(at: Meeting): string[] {
  const routes = at.operations.filter(({ method, key }) => method === 'GET' && !key.startsWith('layout '));
  const pages = at.rendered ? routes.filter(({ run }) => run === null).map(({ routeId }) => pathOf(routeId)) : [];
  const data = pages.map((pattern) => `${pattern === '/' ? '' : pattern}/__data.json`);
  const patterns = new Set([...routes.map(({ routeId }) => pathOf(routeId)), ...data]);
  return [...new Set([...[...patterns].flatMap((pattern) => filled(pattern, at)), ...imagePaths(at)])].sort();
}

/** Those about the session, its case and what is compared: looked at more often than the others. */
export const closePaths = (at: Meeting): string[] =>
  readingPaths(at).filter(
    (path) => path.includes(at.session) || /agreement|\/reads|\/projects\/[^/]+$|^\/$/.test(path),
  );

function filled(pattern: string, at: Meeting): string[] {
  const name = /\[(\w+)\]/.exec(pattern)?.[1];
  if (name === undefined) return [pattern];
  return valuesOf(name, at).flatMap((value) => filled(pattern.replace(`[${name}]`, value), at));
}

function valuesOf(name: string, at: Meeting): string[] {
  const reads = [...at.reads.values()].map(({ id }) => id);
  switch (name) {
    case 'project':
      return [at.project];
    case 'case':
      return [...at.cases];
    case 'read':
      return [...reads, at.draft];
    case 'sop':
      return [EXAMPLE_SOP, ...at.frames.map(({ sop }) => sop)];
    case 'frame':
      return ['1', '2'];
    case 'id':
      return [at.session];
    case 'item':
      return [at.item, at.waiting];
    default:
      return [v4()];
  }
}

const imagePaths = ({ frames }: Meeting): string[] => [
  '/dicomweb/studies',
  '/dicomweb/instances',
  ...frames.flatMap(({ sop }) => [
    `/dicomweb/instances/${sop}/metadata`,
    `/dicomweb/instances/${sop}/frames/1`,
    `/dicomweb/instances/${sop}/frames/2`,
    `/dicomweb/instances/${sop}/rendered`,
    `/dicomweb/studies/1.2.840.99.1/series/${sop}.9/instances/${sop}/metadata`,
    `/dicomweb/studies/1.2.840.99.1/metadata`,
  ]),
];

/** Every document that exists, every id under every other kind of name, and names that are none. */
export function documentNames(at: Meeting): string[] {
  const { session } = at;
  const reads = [...[...at.reads.values()].map(({ id }) => id), at.draft];
  const tables = [at.item, at.waiting].map((item): DocumentName => ({ kind: 'table', session, item }));
  const seats = [...at.seats.values()].map((seat): DocumentName => ({ kind: 'seat', session, seat }));
  const real: DocumentName[] = [
    ...[...tables, ...seats, { kind: 'record', session } as const],
    ...reads.map((read): DocumentName => ({ kind: 'read', read })),
    { kind: 'protocol', protocol: at.protocol.protocol },
  ];
  const crossed: DocumentName[] = [
    { kind: 'read', read: idOf<ReadId>(at.item) },
    { kind: 'read', read: idOf<ReadId>(session) },
    { kind: 'record', session: idOf<SessionId>(at.item) },
    { kind: 'table', session, item: idOf<ItemId>(at.draft) },
  ];
  const odd = [
    `read:${at.draft}:`,
    `READ:${at.draft}`,
    `table:${session}`,
    `record:${session}:${at.item}`,
    'ledger:',
    '',
  ];
  // Asking again for what is open is no question to the server, and gets no answer.
  return [...new Set([...[...real, ...crossed].map(textOf), ...odd, ` ${textOf({ kind: 'record', session })}`])];
}
