/** A DICOM tag is one unsigned 32-bit number, 0xGGGGEEEE; every other notation is text for people. */
export type Tag = number;

/** @returns the tag as DICOM JSON writes it: eight upper-case hexadecimal digits. */
export const tagText = (tag: Tag): string => tag.toString(16).toUpperCase().padStart(8, '0');

export const groupOf = (tag: Tag): number => tag >>> 16;

/** Private elements live in odd groups (PS3.5 §7.8). */
export const isPrivate = (tag: Tag): boolean => (groupOf(tag) & 1) === 1;

/** Tags that the reader, the writer and admission name themselves. */
export const TAG = {
  fileMetaLength: 0x00020000,
  fileMetaVersion: 0x00020001,
  mediaSopClass: 0x00020002,
  mediaSopInstance: 0x00020003,
  transferSyntax: 0x00020010,
  implementationClass: 0x00020012,
  implementationVersion: 0x00020013,
  specificCharacterSet: 0x00080005,
  imageType: 0x00080008,
  sopClass: 0x00080016,
  sopInstance: 0x00080018,
  modality: 0x00080060,
  patientName: 0x00100010,
  studyDate: 0x00080020,
  patientId: 0x00100020,
  issuerOfPatientId: 0x00100021,
  contrastBolusAgent: 0x00180010,
  sliceThickness: 0x00180050,
  imagerPixelSpacing: 0x00181164,
  convolutionKernel: 0x00181210,
  nominalScannedPixelSpacing: 0x00182010,
  ultrasoundRegions: 0x00186011,
  studyInstance: 0x0020000d,
  seriesInstance: 0x0020000e,
  seriesNumber: 0x00200011,
  instanceNumber: 0x00200013,
  imagePosition: 0x00200032,
  imageOrientation: 0x00200037,
  frameOfReference: 0x00200052,
  samplesPerPixel: 0x00280002,
  photometricInterpretation: 0x00280004,
  planarConfiguration: 0x00280006,
  numberOfFrames: 0x00280008,
  rows: 0x00280010,
  columns: 0x00280011,
  pixelSpacing: 0x00280030,
  bitsAllocated: 0x00280100,
  bitsStored: 0x00280101,
  highBit: 0x00280102,
  pixelRepresentation: 0x00280103,
  burnedInAnnotation: 0x00280301,
  sharedFunctionalGroups: 0x52009229,
  perFrameFunctionalGroups: 0x52009230,
  extendedOffsetTable: 0x7fe00001,
  extendedOffsetTableLengths: 0x7fe00002,
  floatPixelData: 0x7fe00008,
  doublePixelData: 0x7fe00009,
  pixelData: 0x7fe00010,
  dataSetTrailingPadding: 0xfffcfffc,
  item: 0xfffee000,
  itemEnd: 0xfffee00d,
  sequenceEnd: 0xfffee0dd,
} as const;
