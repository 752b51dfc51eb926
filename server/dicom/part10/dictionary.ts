/**
 * Tag ↔ keyword ↔ VR for public elements, from the dictionary data that ships with dcmjs (PS3.6). Private and
 * unknown elements have no entry: under implicit VR they are UN.
 */
import { dictionary } from 'dcmjs/dictionary';
import { groupOf, isPrivate, type Tag } from './tag.ts';
import { isVr, type Vr } from './vr.ts';

/** Ambiguous VRs of PS3.6: "US or SS" depends on Pixel Representation, "OB or OW" is OW under implicit VR. */
type DictionaryVr = Vr | 'US or SS';

const PUBLIC_TAG = /^\(([0-9A-F]{4}),([0-9A-F]{4})\)$/;
const AMBIGUOUS: Readonly<Record<string, DictionaryVr>> = { ox: 'OW', lt: 'OW', xs: 'US or SS', up: 'UL' };

const vrByTag = new Map<Tag, DictionaryVr>();
const tagByKeyword = new Map<string, Tag>();

for (const { tag: text, vr: rawVr, name } of Object.values(dictionary)) {
  const match = PUBLIC_TAG.exec(text);
  const vr = rawVr === undefined ? undefined : (AMBIGUOUS[rawVr] ?? rawVr);
  if (match === null || vr === undefined || !(isVr(vr) || vr === 'US or SS')) continue;
  const tag = Number.parseInt(`${match[1] ?? ''}${match[2] ?? ''}`, 16);
  if (isPrivate(tag)) continue;
  vrByTag.set(tag, vr);
  if (!tagByKeyword.has(name)) tagByKeyword.set(name, tag);
}

/** @returns the VR of a public tag, 'UL' for group lengths, undefined where the dictionary knows nothing. */
export function vrOf(tag: Tag): DictionaryVr | undefined {
  const known = vrByTag.get(tag);
  if (known !== undefined) return known;
  if (isPrivate(tag)) return (tag & 0xffff) >= 0x10 && (tag & 0xffff) <= 0xff ? 'LO' : undefined;
  if ((tag & 0xffff) === 0) return 'UL';
  return groupOf(tag) >= 0x6000 && groupOf(tag) <= 0x60ff
    ? vrByTag.get(((0x6000 << 16) | (tag & 0xffff)) >>> 0)
    : undefined;
}

/** @throws RangeError for a keyword PS3.6 does not have: keywords are written by programmers, not read from files. */
export function tagOf(keyword: string): Tag {
  const tag = tagByKeyword.get(keyword);
  if (tag === undefined) throw new RangeError(`no DICOM keyword ${keyword}`);
  return tag;
}
