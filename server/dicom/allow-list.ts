/**
 * The attributes that may stay in a de-identified image, by keyword: what display, geometry, calibration and technique
 * need. Everything not named here is removed, at every depth. None of them is a name, an identifier, a date, a time,
 * a device identity or free text in the sense of PS3.15 table E.1-1.
 */
import { tagOf } from './part10/dictionary.ts';
import type { Tag } from './part10/tag.ts';

/** keep: value stays; uid: value is remapped; presence: 'YES' if it had a value. */
export type Rule = 'keep' | 'uid' | 'presence' | AllowList;
export type AllowList = ReadonlyMap<Tag, Rule>;

const words = (text: string): string[] => text.trim().split(/\s+/);
const all = (rule: Rule, keywords: string): [Tag, Rule][] => words(keywords).map((word) => [tagOf(word), rule]);
const sequences = (items: AllowList, keywords: string): [Tag, Rule][] => all(items, keywords);

const PIXELS = `SamplesPerPixel PhotometricInterpretation PlanarConfiguration NumberOfFrames Rows Columns BitsAllocated
  BitsStored HighBit PixelRepresentation SmallestImagePixelValue LargestImagePixelValue SmallestPixelValueInSeries
  LargestPixelValueInSeries PixelPaddingValue PixelPaddingRangeLimit PixelAspectRatio PixelIntensityRelationship
  PixelIntensityRelationshipSign BurnedInAnnotation RecognizableVisualFeatures LossyImageCompression
  LossyImageCompressionRatio LossyImageCompressionMethod QualityControlImage ColorSpace`;

const GREY = `RescaleIntercept RescaleSlope RescaleType WindowCenter WindowWidth VOILUTFunction PresentationLUTShape`;

const PALETTES = `RedPaletteColorLookupTableDescriptor GreenPaletteColorLookupTableDescriptor
  BluePaletteColorLookupTableDescriptor RedPaletteColorLookupTableData GreenPaletteColorLookupTableData
  BluePaletteColorLookupTableData SegmentedRedPaletteColorLookupTableData SegmentedGreenPaletteColorLookupTableData
  SegmentedBluePaletteColorLookupTableData`;

const GEOMETRY = `ImagePositionPatient ImageOrientationPatient SliceLocation PixelSpacing PixelSpacingCalibrationType
  ImagerPixelSpacing NominalScannedPixelSpacing SliceThickness SpacingBetweenSlices PatientPosition PatientOrientation
  EstimatedRadiographicMagnificationFactor DistanceSourceToDetector DistanceSourceToPatient GantryDetectorTilt
  TableHeight ReconstructionDiameter DataCollectionDiameter PositionerPrimaryAngle PositionerSecondaryAngle
  PositionerType FieldOfViewShape FieldOfViewDimensions FieldOfViewOrigin FieldOfViewRotation
  FieldOfViewHorizontalFlip DetectorElementSpacing DetectorActiveDimensions DetectorActiveOrigin`;

const SHUTTER = `ShutterShape ShutterLeftVerticalEdge ShutterRightVerticalEdge ShutterUpperHorizontalEdge
  ShutterLowerHorizontalEdge CenterOfCircularShutter RadiusOfCircularShutter VerticesOfThePolygonalShutter
  ShutterPresentationValue`;

const ORDER = `Modality ImageType PresentationIntentType ConversionType SeriesNumber InstanceNumber AcquisitionNumber
  TemporalPositionIdentifier NumberOfTemporalPositions NumberOfSlices ImageIndex SeriesType ImagesInAcquisition`;

const TIME = `FrameTime FrameTimeVector FrameIncrementPointer FrameDelay CineRate RecommendedDisplayFrameRate
  StartTrim StopTrim EffectiveDuration PreferredPlaybackSequencing TriggerTime NominalInterval ActualFrameDuration
  FrameReferenceTime`;

const TECHNIQUE = `BodyPartExamined Laterality ImageLaterality FrameLaterality ViewPosition ConvolutionKernel KVP
  ExposureTime XRayTubeCurrent Exposure ExposureInuAs FocalSpots FilterType Grid RotationDirection
  SingleCollimationWidth TotalCollimationWidth TableSpeed TableFeedPerRotation SpiralPitchFactor ScanOptions
  ScanningSequence SequenceVariant MRAcquisitionType AngioFlag RadiationSetting PositionerMotion TableMotion TableAngle RepetitionTime EchoTime InversionTime NumberOfAverages
  ImagingFrequency ImagedNucleus EchoNumbers MagneticFieldStrength NumberOfPhaseEncodingSteps EchoTrainLength
  PercentSampling PercentPhaseFieldOfView PixelBandwidth FlipAngle InPlanePhaseEncodingDirection AcquisitionMatrix
  SAR dBdt DiffusionBValue DetectorType BreastImplantPresent PartialView OrganExposed Units
  CountsSource DecayCorrection DecayFactor RandomsCorrectionMethod CorrectedImage CollimatorType
  PixelPresentation VolumetricProperties VolumeBasedCalculationTechnique ComplexImageComponent AcquisitionContrast
  DoseUnits DoseType DoseSummationType DoseGridScaling GridFrameOffsetVector SegmentationType`;

const codes: AllowList = new Map(all('keep', 'CodeValue CodingSchemeDesignator'));

const references = new Map([
  ...all('keep', 'ReferencedSOPClassUID ReferencedFrameNumber'),
  ...all('uid', 'ReferencedSOPInstanceUID'),
]);
const referencedSeries = new Map([
  ...all('uid', 'SeriesInstanceUID'),
  ...sequences(references, 'ReferencedInstanceSequence ReferencedSOPSequence'),
]);

const lookUpTable = new Map(all('keep', 'LUTDescriptor LUTData ModalityLUTType'));

const region = new Map(
  all(
    'keep',
    `RegionSpatialFormat RegionDataType RegionFlags RegionLocationMinX0 RegionLocationMinY0 RegionLocationMaxX1
     RegionLocationMaxY1 ReferencePixelX0 ReferencePixelY0 PhysicalUnitsXDirection PhysicalUnitsYDirection
     ReferencePixelPhysicalValueX ReferencePixelPhysicalValueY PhysicalDeltaX PhysicalDeltaY TransducerFrequency
     PulseRepetitionFrequency DopplerCorrectionAngle SteeringAngle PixelComponentOrganization PixelComponentMask
     PixelComponentRangeStart PixelComponentRangeStop PixelComponentPhysicalUnits PixelComponentDataType
     NumberOfTableBreakPoints TableOfXBreakPoints TableOfYBreakPoints`,
  ),
);

const group = (keywords: string): AllowList => new Map(all('keep', keywords));

/** Functional group macros of enhanced multi-frame objects (PS3.3 C.7.6.16.2), each limited to its own attributes. */
const functionalGroups = new Map<Tag, Rule>([
  ...sequences(group('PixelSpacing SliceThickness SpacingBetweenSlices'), 'PixelMeasuresSequence'),
  ...sequences(group('ImagePositionPatient'), 'PlanePositionSequence'),
  ...sequences(group('ImageOrientationPatient'), 'PlaneOrientationSequence'),
  ...sequences(group('RescaleIntercept RescaleSlope RescaleType'), 'PixelValueTransformationSequence'),
  ...sequences(group('WindowCenter WindowWidth VOILUTFunction'), 'FrameVOILUTSequence'),
  ...sequences(
    group('FrameAcquisitionNumber StackID InStackPositionNumber TemporalPositionIndex DimensionIndexValues'),
    'FrameContentSequence',
  ),
  ...sequences(
    new Map([...all('keep', 'FrameLaterality'), ...sequences(codes, 'AnatomicRegionSequence')]),
    'FrameAnatomySequence',
  ),
  ...sequences(
    group(`FrameType PixelPresentation VolumetricProperties VolumeBasedCalculationTechnique ComplexImageComponent
      AcquisitionContrast`),
    'MRImageFrameTypeSequence CTImageFrameTypeSequence PETFrameTypeSequence XAXRFFrameCharacteristicsSequence',
  ),
  ...sequences(group('RepetitionTime FlipAngle EchoTrainLength'), 'MRTimingAndRelatedParametersSequence'),
  ...sequences(group('EffectiveEchoTime'), 'MREchoSequence'),
  ...sequences(group('NumberOfAverages'), 'MRAveragesSequence'),
  ...sequences(group('DiffusionBValue DiffusionDirectionality'), 'MRDiffusionSequence'),
  ...sequences(group('ConvolutionKernel ReconstructionDiameter ReconstructionAlgorithm'), 'CTReconstructionSequence'),
  ...sequences(group('ExposureTimeInms XRayTubeCurrentInmA ExposureInmAs'), 'CTExposureSequence'),
  ...sequences(group('KVP FocalSpots FilterType'), 'CTXRayDetailsSequence'),
  ...sequences(group('GantryDetectorTilt TableHeight RotationDirection'), 'CTAcquisitionDetailsSequence'),
  ...sequences(group('PositionerPrimaryAngle PositionerSecondaryAngle'), 'PositionerPositionSequence'),
  ...sequences(
    group('ImagerPixelSpacing PixelIntensityRelationship PixelIntensityRelationshipSign'),
    'FramePixelDataPropertiesSequence',
  ),
]);

const dimensions = new Map([
  ...all('uid', 'DimensionOrganizationUID'),
  ...all('keep', 'DimensionIndexPointer FunctionalGroupPointer'),
]);

/** What a whole object may keep. Type 2 attributes of the common modules stay, empty, so that the object is valid. */
export const ALLOWED: AllowList = new Map<Tag, Rule>([
  ...all('keep', `SOPClassUID ${PIXELS} ${GREY} ${PALETTES} ${GEOMETRY} ${SHUTTER} ${ORDER} ${TIME} ${TECHNIQUE}`),
  ...all(
    'uid',
    'SOPInstanceUID StudyInstanceUID SeriesInstanceUID FrameOfReferenceUID SynchronizationFrameOfReferenceUID',
  ),
  ...all('presence', 'ContrastBolusAgent'),
  ...sequences(lookUpTable, 'ModalityLUTSequence VOILUTSequence PresentationLUTSequence'),
  ...sequences(region, 'SequenceOfUltrasoundRegions'),
  ...sequences(codes, 'AnatomicRegionSequence'),
  ...sequences(new Map([...codes, ...sequences(codes, 'ViewModifierCodeSequence')]), 'ViewCodeSequence'),
  // The context of an acquisition is prose and names in codes: the sequence stays, its items lose everything.
  ...sequences(new Map<Tag, Rule>(), 'AcquisitionContextSequence'),
  ...sequences(references, 'SourceImageSequence ReferencedImageSequence'),
  ...sequences(referencedSeries, 'ReferencedSeriesSequence'),
  ...sequences(functionalGroups, 'SharedFunctionalGroupsSequence PerFrameFunctionalGroupsSequence'),
  ...sequences(dimensions, 'DimensionIndexSequence DimensionOrganizationSequence'),
  ...all('keep', 'DimensionOrganizationType'),
]);

/** Type 2 in the Patient, Study, Series and Equipment modules (PS3.3 A.1): must be there, may say nothing. */
const EMPTY_TYPE_2: readonly Tag[] = words(
  `PatientName PatientID PatientBirthDate PatientSex StudyDate StudyTime AccessionNumber ReferringPhysicianName StudyID
   Manufacturer SeriesNumber InstanceNumber`,
).map(tagOf);

/** Type 2 in the image modules of single SOP Classes (PS3.3 C.8.2.1, C.8.3.1, C.8.9.1, C.8.9.2, C.7.6.2). */
const OF_CLASS: ReadonlyMap<string, readonly Tag[]> = new Map([
  ['1.2.840.10008.5.1.4.1.1.2', words('KVP AcquisitionNumber SliceThickness').map(tagOf)],
  ['1.2.840.10008.5.1.4.1.1.4', words('ScanOptions EchoTime EchoTrainLength SliceThickness').map(tagOf)],
  [
    '1.2.840.10008.5.1.4.1.1.128',
    words(
      `SliceThickness AcquisitionDate AcquisitionTime RadiopharmaceuticalInformationSequence
       PatientOrientationCodeSequence PatientGantryRelationshipCodeSequence`,
    ).map(tagOf),
  ],
]);

export const emptyType2Of = (sopClass: string): readonly Tag[] => [...EMPTY_TYPE_2, ...(OF_CLASS.get(sopClass) ?? [])];
