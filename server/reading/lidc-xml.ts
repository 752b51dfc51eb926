/**
 * The reading files of LIDC-IDRI (Armato et al., Med Phys 2011;38:915): four readers per scan, second, unblinded round. A
 * nodule of 3 mm or more has an outline per image; smaller ones and non-nodules are single points without ratings.
 */
import { XMLParser } from 'fast-xml-parser';
import * as v from 'valibot';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';

export interface LidcOutline {
  /** Original SOP Instance UID, as in the public data set. */
  readonly sop: string;
  /** As drawn: the pixels just outside the nodule. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** False for a hole. */
  readonly included: boolean;
}

export interface LidcNodule {
  readonly ratings: Readonly<Record<string, number>>;
  readonly outlines: readonly LidcOutline[];
}

export interface LidcReader {
  readonly nodules: readonly LidcNodule[];
  /** Marks without an outline: nodules under 3 mm. */
  readonly small: number;
}

export interface LidcReads {
  /** Original Study Instance UID. */
  readonly study: string;
  readonly readers: readonly LidcReader[];
}

/** @param xml the file's text, at most 20 MB. */
export function lidcReadsOf(xml: string): Result<LidcReads, Refusal> {
  if (xml.length > MAXIMUM) return err(refusal('body-too-large'));
  const parsed = v.safeParse(Message, document(xml));
  if (!parsed.success) return err(refusal('bad-request', { format: 'lidc-xml' }));
  const { ResponseHeader, readingSession } = parsed.output.LidcReadMessage;
  return ok({ study: ResponseHeader.StudyInstanceUID, readers: readingSession.map(readerOf) });
}

const MAXIMUM = 20_000_000;
const LISTS = new Set(['readingSession', 'unblindedReadNodule', 'roi', 'edgeMap']);

function document(xml: string): unknown {
  try {
    const parser = new XMLParser({ parseTagValue: false, processEntities: false, isArray: (name) => LISTS.has(name) });
    return parser.parse(xml) as unknown;
  } catch {
    return null;
  }
}

const Whole = v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number));
const Uid = v.pipe(v.string(), v.regex(/^[0-9.]{1,64}$/));

const Roi = v.object({
  imageSOP_UID: Uid,
  inclusion: v.picklist(['TRUE', 'FALSE']),
  edgeMap: v.pipe(v.array(v.object({ xCoord: Whole, yCoord: Whole })), v.minLength(1), v.maxLength(10_000)),
});

const Nodule = v.object({
  characteristics: v.optional(v.union([v.literal(''), v.record(v.string(), v.string())])),
  roi: v.optional(v.pipe(v.array(Roi), v.maxLength(1000)), []),
});

const Message = v.object({
  LidcReadMessage: v.object({
    ResponseHeader: v.object({ StudyInstanceUID: Uid }),
    readingSession: v.pipe(
      v.array(v.object({ unblindedReadNodule: v.optional(v.pipe(v.array(Nodule), v.maxLength(1000)), []) })),
      v.minLength(1),
      v.maxLength(8),
    ),
  }),
});

/** An outline needs three different points; LIDC closes it by repeating the first, which we do not. */
function readerOf(session: { unblindedReadNodule: v.InferOutput<typeof Nodule>[] }): LidcReader {
  const outlined = session.unblindedReadNodule.filter((n) => n.roi.some((roi) => roi.edgeMap.length >= 3));
  return { nodules: outlined.map(noduleOf), small: session.unblindedReadNodule.length - outlined.length };
}

function noduleOf({ characteristics, roi }: v.InferOutput<typeof Nodule>): LidcNodule {
  const ratings = typeof characteristics === 'object' ? characteristics : {};
  return {
    ratings: Object.fromEntries(Object.entries(ratings).map(([name, value]) => [name, Number(value)])),
    outlines: roi
      .filter((r) => r.edgeMap.length >= 3)
      .map((r) => ({
        sop: r.imageSOP_UID,
        points: opened(r.edgeMap.map((e) => [e.xCoord, e.yCoord])),
        included: r.inclusion === 'TRUE',
      })),
  };
}

function opened(points: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const [first, last] = [points[0], points.at(-1)];
  return points.length > 1 && first && last && first[0] === last[0] && first[1] === last[1]
    ? points.slice(0, -1)
    : points;
}
