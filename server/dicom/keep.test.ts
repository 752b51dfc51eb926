import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keepAllowed } from './keep.ts';
import { lookReasonOf } from './look.ts';
import { dataSet, dataSetOf, element } from './part10/builder.ts';
import { itemsOf, numbersOf, textOf, textsOf, type DataSet } from './part10/dataset.ts';
import { TAG } from './part10/tag.ts';
import { SYNTAX } from './part10/transfer-syntax.ts';
import { writePart10 } from './part10/writer.ts';
import { seriesLabelOf } from './series-label.ts';
import { isUid, remappedUid } from './uid.ts';

const KEY = new Uint8Array(32).fill(1);
const CT = '1.2.840.10008.5.1.4.1.1.2';
const image = (more: Parameters<typeof dataSetOf>[0] = {}): DataSet =>
  dataSetOf({ SOPClassUID: CT, SOPInstanceUID: '1.2.3', Modality: 'CT', ...more });

describe('[DE1] only what is on the list stays', () => {
  test('names, ids, dates, prose, private and unknown elements are gone at every depth', () => {
    const secret = 'ROSSI^GIULIA';
    const source = dataSet([
      ...image({
        PatientName: secret,
        PatientID: 'ROSSI',
        StudyDate: '20260117',
        SeriesDescription: 'ROSSI chest',
        InstitutionName: 'ROSSI',
        RequestAttributesSequence: [dataSetOf({ RequestedProcedureDescription: secret })],
        SharedFunctionalGroupsSequence: [
          dataSetOf({ PixelMeasuresSequence: [dataSetOf({ PixelSpacing: [1, 1], SeriesDescription: secret })] }),
        ],
      }).elements.values(),
      element(0x00090010, 'ROSSI', 'LO'),
      element(0x00091001, Buffer.from('ROSSI'), 'UN'),
      element(0x60003000, Buffer.from('ROSSI1'), 'OW'),
    ]);
    const kept = keepAllowed(source, KEY);
    const { bytes } = writePart10({ transferSyntax: SYNTAX.explicitLittle, dataset: kept.dataset, frames: [] });
    expect(Buffer.from(bytes).includes('ROSSI')).toBe(false);
    expect(Buffer.from(bytes).includes('20260117')).toBe(false);
    expect(kept.removed).toMatchObject({ private: 2, overlays: 1 });
    const groups = itemsOf(kept.dataset, TAG.sharedFunctionalGroups)[0] ?? kept.dataset;
    expect(numbersOf(itemsOf(groups, 0x00289110)[0] ?? groups, TAG.pixelSpacing)).toEqual([1, 1]);
  });

  test('text in an allowed attribute must be what its type allows', () => {
    const source = dataSet([
      ...image({ ConvolutionKernel: '<script>alert(1)</script>' }).elements.values(),
      element(TAG.pixelSpacing, 'ROSSI\\1', 'DS'),
      element('SliceThickness', 'Giulia', 'LO'),
    ]);
    const { dataset, removed } = keepAllowed(source, KEY);
    expect(textOf(dataset, TAG.convolutionKernel)).toBeUndefined();
    expect(textsOf(dataset, TAG.pixelSpacing)).toEqual(['', '1']);
    expect(textOf(dataset, TAG.sliceThickness)).toBeUndefined();
    expect(removed.invalid).toBe(2);
  });

  test('whatever text a file holds outside the list, none of it comes out', () => {
    const planted = fc
      .string({ unit: 'grapheme', minLength: 6, maxLength: 30 })
      .map((s) => `¤${s.replaceAll('\\', '/')}`);
    fc.assert(
      fc.property(
        planted,
        fc.constantFrom('PatientName', 'StudyDescription', 'ImageComments', 'BodyPartExamined', 'Modality'),
        (text, keyword) => {
          const { dataset } = keepAllowed(dataSet([...image().elements.values(), element(keyword, text, 'LT')]), KEY);
          const { bytes } = writePart10({ transferSyntax: SYNTAX.explicitLittle, dataset, frames: [] });
          expect(Buffer.from(bytes).includes(Buffer.from(text))).toBe(false);
        },
      ),
    );
  });

  test('frames keep their number in the list of functional groups even when nothing of one is kept', () => {
    const groups = [
      dataSetOf({ StudyDescription: 'x' }),
      dataSetOf({ PlanePositionSequence: [dataSetOf({ ImagePositionPatient: [1, 2, 3] })] }),
    ];
    const { dataset } = keepAllowed(image({ PerFrameFunctionalGroupsSequence: groups }), KEY);
    expect(itemsOf(dataset, TAG.perFrameFunctionalGroups).map((item) => item.elements.size)).toEqual([0, 1]);
  });

  test('[DE3] it says that and how it was de-identified; contrast stays as a fact without its name', () => {
    const { dataset } = keepAllowed(image({ ContrastBolusAgent: 'Omnipaque for Mrs Rossi' }), KEY);
    expect(textOf(dataset, 0x00120062)).toBe('YES');
    expect(textOf(itemsOf(dataset, 0x00120064)[0] ?? dataset, 0x00080100)).toBe('113100');
    expect(textOf(dataset, TAG.contrastBolusAgent)).toBe('YES');
    expect(dataset.elements.has(TAG.patientName)).toBe(true);
  });
});

describe('[DE2] UIDs are remapped by a keyed hash', () => {
  test('valid, the same every time, different by key; DICOM’s own stay', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 2, maxLength: 6 }), (parts) => {
        const uid = `1.${parts.join('.')}`;
        const mapped = remappedUid(uid, KEY);
        expect(isUid(mapped)).toBe(true);
        expect(remappedUid(uid, KEY)).toBe(mapped);
        expect(remappedUid(uid, new Uint8Array(32))).not.toBe(mapped);
      }),
    );
    expect(remappedUid(CT, KEY)).toBe(CT);
  });

  test('a reference points at the remapped image', () => {
    const source = image({
      SourceImageSequence: [dataSetOf({ ReferencedSOPClassUID: CT, ReferencedSOPInstanceUID: '1.2.3' })],
    });
    const { dataset } = keepAllowed(source, KEY);
    const reference = itemsOf(dataset, 0x00082112)[0] ?? dataset;
    expect(textOf(reference, 0x00081155)).toBe(textOf(dataset, TAG.sopInstance));
    expect(textOf(reference, 0x00081150)).toBe(CT);
  });
});

describe('[DE4] who must look at the pixels first', () => {
  test.each([
    ['an original CT', image({ ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'] }), false],
    ['a CT that says it has text', image({ ImageType: ['ORIGINAL', 'PRIMARY'], BurnedInAnnotation: 'YES' }), true],
    ['a CT screen save', image({ ImageType: ['DERIVED', 'SECONDARY', 'SCREEN SAVE'], BurnedInAnnotation: 'NO' }), true],
    [
      'a secondary capture by its image type',
      image({ ImageType: ['ORIGINAL', 'PRIMARY', 'SECONDARY CAPTURE IMAGE'] }),
      true,
    ],
    ['a derived CT that declares nothing', image({ ImageType: ['DERIVED', 'PRIMARY'] }), true],
    ['an ultrasound, whatever it declares', image({ Modality: 'US', BurnedInAnnotation: 'NO' }), true],
    [
      'a secondary capture under another modality',
      image({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', ImageType: ['ORIGINAL', 'PRIMARY'] }),
      true,
    ],
    ['a radiograph that declares nothing', image({ Modality: 'DX' }), true],
    ['a radiograph declared free of text', image({ Modality: 'DX', BurnedInAnnotation: 'NO' }), false],
    ['an object without modality', dataSetOf({ SOPClassUID: CT }), true],
  ])('%s', (_name, set, needed) => {
    expect(lookReasonOf(set) !== null).toBe(needed);
  });
});

test('a series is named by its structured attributes', () => {
  const set = image({
    BodyPartExamined: 'CHEST',
    SliceThickness: 1,
    ConvolutionKernel: 'B50f',
    ContrastBolusAgent: 'YES',
  });
  expect(seriesLabelOf(set)).toBe('Chest CT, 1.0 mm, kernel B50f, contrast');
});
