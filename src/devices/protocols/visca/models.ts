import type { LensView } from '../../../domain/head-centring.ts';

export interface PanTiltAxis {
  /** The ends of the axis in steps; the centre is 0. */
  readonly minimumSteps: number;
  readonly maximumSteps: number;
  /** The fastest speed code; the slowest is 1. */
  readonly maximumSpeed: number;
}

/** What a camera's numbers mean in degrees. */
export interface ViscaHead {
  readonly stepsPerDegree: number;
  readonly pan: PanTiltAxis;
  readonly tilt: PanTiltAxis;
  /** Zoom position at the end of the optical range; what follows is digital and only blurs a portrait. */
  readonly opticalZoomEnd: number;
  /** Horizontal angle of view at both ends of the optical range: "Specifications" of the technical manual. */
  readonly view: LensView;
}

export interface ViscaModel extends ViscaHead {
  readonly name: string;
  readonly modelCode: number;
}

/** EVI-D100 technical manual, "Pan/tilt position": FA60 to 05A0 is ±100°, FE98 to 0168 is ±25°. */
export const EVI_D100: ViscaModel = {
  name: 'EVI-D100',
  modelCode: 0x040d,
  stepsPerDegree: 14.4,
  pan: { minimumSteps: -0x5a0, maximumSteps: 0x5a0, maximumSpeed: 0x18 },
  tilt: { minimumSteps: -0x168, maximumSteps: 0x168, maximumSpeed: 0x14 },
  opticalZoomEnd: 0x4000,
  view: { wideDegrees: 65, teleDegrees: 6.6 },
};

/** EVI-D70 technical manual, command list 4/4: F725 to 08DB is ±170°, FE70 to 04B0 is −30° to +90°. */
export const EVI_D70: ViscaModel = {
  name: 'EVI-D70',
  modelCode: 0x040e,
  stepsPerDegree: 40 / 3,
  pan: { minimumSteps: -0x8db, maximumSteps: 0x8db, maximumSpeed: 0x18 },
  tilt: { minimumSteps: -0x190, maximumSteps: 0x4b0, maximumSpeed: 0x17 },
  opticalZoomEnd: 0x4000,
  view: { wideDegrees: 48, teleDegrees: 2.7 },
};

const KNOWN: readonly ViscaModel[] = [EVI_D100, EVI_D70];

/** A model that is not known is driven within the narrower range of those that are. */
export function modelFromCode(modelCode: number): ViscaModel {
  const known = KNOWN.find((model) => model.modelCode === modelCode);
  if (known !== undefined) return known;
  const name = `VISCA ${modelCode.toString(16).padStart(4, '0')}`;
  return { ...EVI_D100, name, modelCode };
}
