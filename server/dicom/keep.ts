/**
 * De-identification by allow-list, fail-closed: a new dataset is built from what may stay, and nothing else can get
 * in. Each kept value is parsed by the VR the dictionary gives its tag and written afresh; what does not parse is gone.
 */
import { ALLOWED, emptyType2Of, type AllowList, type Rule } from './allow-list.ts';
import { dataSetOf, decimalString, element } from './part10/builder.ts';
import {
  numbersIn,
  numbersOf,
  textOf,
  textsIn,
  type BytesElement,
  type DataSet,
  type Element,
} from './part10/dataset.ts';
import { tagOf, vrOf } from './part10/dictionary.ts';
import { groupOf, isPrivate, TAG, type Tag } from './part10/tag.ts';
import { isNumberVr, type NumberVr, type Vr } from './part10/vr.ts';
import { remappedUid } from './uid.ts';

export interface Kept {
  /** UTF-8, only allow-listed attributes, UIDs remapped, marked as de-identified. */
  readonly dataset: DataSet;
  /** How much was removed, at all depths; never what. */
  readonly removed: {
    readonly attributes: number;
    readonly private: number;
    readonly overlays: number;
    readonly invalid: number;
  };
}

export function keepAllowed(source: DataSet, uidKey: Uint8Array): Kept {
  const sieve: Sieve = { uidKey, attributes: 0, private: 0, overlays: 0, invalid: 0 };
  const elements = sifted(source, ALLOWED, sieve);
  for (const tag of emptyType2Of(textOf(source, TAG.sopClass) ?? ''))
    if (!elements.has(tag)) elements.set(tag, empty(tag));
  if (elements.has(TAG.frameOfReference)) elements.set(POSITION_REFERENCE, element(POSITION_REFERENCE, ''));
  for (const [tag, mark] of MARKS.elements) elements.set(tag, mark);
  return { dataset: { charset: UTF8, elements }, removed: { ...counts(sieve) } };
}

const empty = (tag: Tag): Element => element(tag, vrOf(tag) === 'SQ' ? [] : '');
const UTF8 = ['ISO_IR 192'];
const POSITION_REFERENCE = tagOf('PositionReferenceIndicator');

/** How this was done, for whoever receives the object (PS3.3 C.7.1.1; code of PS3.16 CID 7050). */
const MARKS = dataSetOf({
  PatientIdentityRemoved: 'YES',
  LongitudinalTemporalInformationModified: 'REMOVED',
  DeidentificationMethod: [
    'Consilium allow-list 1: all other attributes removed',
    'Checked against PS3.15 table E.1-1, snapshot of January 2025',
    'Pixels and graphics in pixels not altered',
  ],
  DeidentificationMethodCodeSequence: [
    dataSetOf({
      CodeValue: '113100',
      CodingSchemeDesignator: 'DCM',
      CodeMeaning: 'Basic Application Confidentiality Profile',
    }),
  ],
});

interface Sieve {
  readonly uidKey: Uint8Array;
  attributes: number;
  private: number;
  overlays: number;
  invalid: number;
}

const counts = ({ attributes, private: privates, overlays, invalid }: Sieve): Kept['removed'] => ({
  ...{ attributes, overlays, invalid },
  private: privates,
});

const CODE_VALUE = tagOf('CodeValue');
const CODE_MEANING = tagOf('CodeMeaning');

function sifted(source: DataSet, allowed: AllowList, sieve: Sieve): Map<Tag, Element> {
  const elements = new Map<Tag, Element>();
  for (const one of source.elements.values()) {
    const rule = allowed.get(one.tag);
    const kept = rule === undefined ? undefined : applied(rule, one, { source, sieve });
    if (kept !== undefined) elements.set(one.tag, kept);
    else if (rule === undefined) count(one.tag, sieve);
    else sieve.invalid++;
  }
  const code = elements.get(CODE_VALUE);
  // Code Meaning is free text, yet must be there (PS3.3 table 8.8-1): the code itself stands in for it.
  if (code?.kind === 'bytes') elements.set(CODE_MEANING, { ...code, tag: CODE_MEANING, vr: 'LO' });
  return elements;
}

function count(tag: Tag, sieve: Sieve): void {
  if (groupOf(tag) === 0x7fe0 || (tag & 0xffff) === 0) return;
  sieve.attributes++;
  if (isPrivate(tag)) sieve.private++;
  const group = groupOf(tag);
  if (group >= 0x6000 && group <= 0x60ff) sieve.overlays++;
}

function applied(rule: Rule, one: Element, around: { source: DataSet; sieve: Sieve }): Element | undefined {
  if (typeof rule !== 'string') {
    if (one.kind !== 'sequence') return undefined;
    const items = one.items.map((item) => ({ charset: UTF8, elements: sifted(item, rule, around.sieve) }));
    // An empty item says nothing, except where its place in the list is the number of a frame.
    const positional = one.tag === TAG.perFrameFunctionalGroups;
    return { ...one, items: positional ? items : items.filter((item) => item.elements.size > 0) };
  }
  if (one.kind !== 'bytes') return undefined;
  if (one.bytes.length === 0) return element(one.tag, '');
  if (rule === 'presence')
    return textsIn(one, around.source.charset).some((text) => text !== '')
      ? element(one.tag, 'YES')
      : element(one.tag, '');
  if (rule === 'uid') return uidElement(one, around.sieve.uidKey);
  return keptValue(one, around.source);
}

function uidElement(one: BytesElement, key: Uint8Array): Element | undefined {
  const uids = textsIn(one, []);
  return uids.length > 0 && uids.every((uid) => uid !== '')
    ? element(
        one.tag,
        uids.map((uid) => remappedUid(uid, key)),
      )
    : undefined;
}

/** The file's own VR is only a hint about the bytes; the dictionary's decides what the value must be. */
function keptValue(one: BytesElement, source: DataSet): Element | undefined {
  const known = vrOf(one.tag);
  if (known === undefined || known === 'SQ') return undefined;
  if (known === 'US or SS') return one.vr === 'US' || one.vr === 'SS' ? one : undefined;
  if (known === 'OW') return one.vr === 'OW' || one.vr === 'US' || one.vr === 'SS' ? one : undefined;
  if (isNumberVr(known)) return numberElement(one, known, source);
  const texts = textsIn(one, source.charset).map(CLEAN[known] ?? nothing);
  return texts.some((text) => text !== '') ? element(one.tag, texts) : undefined;
}

function numberElement(one: BytesElement, vr: NumberVr, source: DataSet): Element | undefined {
  if (one.vr === vr) return one;
  const numbers = isNumberVr(one.vr) ? numbersIn(one.bytes, one.vr) : numbersOf(source, one.tag);
  return numbers.length > 0 ? element(one.tag, numbers, vr) : undefined;
}

const nothing = (): string => '';
const matching =
  (pattern: RegExp) =>
  (text: string): string =>
    pattern.test(text) ? text : '';

/** Per VR, the text that may stay; '' for anything else. Dates, times, names and prose have no entry. */
const CLEAN: Partial<Record<Vr, (text: string) => string>> = {
  CS: (text) => matching(/^[A-Z0-9 _-]{1,16}$/)(text.toUpperCase()),
  DS: (text) => (isDecimal(text) ? (text.length <= 16 ? text : decimalString(Number(text))) : ''),
  IS: matching(/^[+-]?\d{1,11}$/),
  UI: matching(/^[0-2](\.\d+){1,63}$/),
  SH: matching(/^[\w.+/ -]{1,16}$/),
  LO: matching(/^[\w.+/ -]{1,64}$/),
  UC: matching(/^[\w.+/ -]{1,64}$/),
};

const isDecimal = (text: string): boolean =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text));
