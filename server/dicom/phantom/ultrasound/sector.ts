/**
 * Ultrasound as the machine makes it: echoes along beams, speckle from interfering waves (a complex Gaussian field, its
 * modulus Rayleigh distributed: Wagner et al. 1983), logarithmic compression, then conversion to a sector on the screen.
 */
import type { Random } from '#domain/kernel/random.ts';
import { noiseField, type NoiseField } from '../volume/noise.ts';
import { echoAt, type Beat, type EchoPoint } from './echo-heart.ts';

export interface Sector {
  readonly columns: number;
  readonly rows: number;
  readonly mmPerPixel: number;
  /** Pixel of the transducer's virtual centre. */
  readonly apex: readonly [number, number];
}

const DEPTH = 168;
const NEAR = 4;
const HALF_ANGLE = 0.72;
const BEAMS = 208;
const SAMPLES = 480;
const RANGE_DB = 56;

export function sectorOf(columns: number): Sector {
  const rows = Math.round((columns * 3) / 4);
  return { columns, rows, mmPerPixel: DEPTH / (rows * 0.95), apex: [(columns - 1) / 2, rows * 0.02] };
}

/** Thousandths of a pixel. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export const toPixel = (sector: Sector, [x, y]: EchoPoint): readonly [number, number] => [
  rounded(sector.apex[0] + x / sector.mmPerPixel),
  rounded(sector.apex[1] + y / sector.mmPerPixel),
];

/** One 8-bit frame per beat phase. */
export function echoFrames(sector: Sector, beats: readonly Beat[], random: Random): Uint8Array[] {
  const speckle = { re: noiseField(random, 512, 1), im: noiseField(random, 512, 1) };
  const flow = { re: noiseField(random, 512, 1), im: noiseField(random, 512, 1) };
  const plan = conversionOf(sector);
  return beats.map((beat) => {
    const lines = polarFrame(beat, { speckle, flow, shift: random.int(0, 511) });
    return converted(lines, plan, sector);
  });
}

interface Waves {
  readonly re: NoiseField;
  readonly im: NoiseField;
}

/** Beam by beam grey values, 0…255. */
function polarFrame(beat: Beat, waves: { speckle: Waves; flow: Waves; shift: number }): Float32Array {
  const out = new Float32Array(BEAMS * SAMPLES);
  for (let b = 0; b < BEAMS; b++) {
    const angle = ((b / (BEAMS - 1)) * 2 - 1) * HALF_ANGLE;
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    // Beams at the edges pass between ribs and lose a little.
    const edge = -10 * Math.max(0, Math.abs(angle) / HALF_ANGLE - 0.8) * 5;
    for (let s = 0; s < SAMPLES; s++) {
      const r = NEAR + ((DEPTH - NEAR) * s) / (SAMPLES - 1);
      const db = echoAt(beat, r * sin, r * cos);
      // Speckle belongs to the tissue and moves with it; in blood it changes from frame to frame.
      const moved = Math.round(s + beat.descent * 2.4 * Math.min(1, r / 105)) & 511;
      const tissue = amplitude(waves.speckle, moved, b);
      const blood = amplitude(waves.flow, (s + waves.shift) & 511, (b + waves.shift) & 511);
      const level =
        20 * Math.log10(10 ** (db / 20) * tissue + 0.0011 * blood + 1e-5) +
        edge +
        13 * Math.exp(-r / 9) -
        0.045 * r +
        8;
      out[b * SAMPLES + s] = Math.max(0, Math.min(255, ((level + RANGE_DB) / RANGE_DB) * 255));
    }
  }
  return out;
}

/** Neighbouring beams overlap, so the field is stretched across them. */
function amplitude(waves: Waves, s: number, b: number): number {
  const i = s * 512 + ((b >> 1) & 511);
  const j = i + 1;
  const t = (b & 1) * 0.5;
  const re = (waves.re.values[i] ?? 0) * (1 - t) + (waves.re.values[j] ?? 0) * t;
  const im = (waves.im.values[i] ?? 0) * (1 - t) + (waves.im.values[j] ?? 0) * t;
  return Math.sqrt((re * re + im * im) / 2);
}

interface Conversion {
  /** Beam and sample as fractions, or −1 outside the sector. */
  readonly beam: Float32Array;
  readonly sample: Float32Array;
}

function conversionOf(sector: Sector): Conversion {
  const n = sector.columns * sector.rows;
  const beam = new Float32Array(n).fill(-1);
  const sample = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const x = ((i % sector.columns) - sector.apex[0]) * sector.mmPerPixel;
    const y = (Math.floor(i / sector.columns) - sector.apex[1]) * sector.mmPerPixel;
    const r = Math.hypot(x, y);
    const angle = Math.atan2(x, y);
    if (r < NEAR || r >= DEPTH || Math.abs(angle) >= HALF_ANGLE) continue;
    beam[i] = (angle / HALF_ANGLE + 1) * 0.5 * (BEAMS - 1);
    sample[i] = ((r - NEAR) / (DEPTH - NEAR)) * (SAMPLES - 1);
  }
  return { beam, sample };
}

function converted(lines: Float32Array, plan: Conversion, sector: Sector): Uint8Array {
  const out = new Uint8Array(sector.columns * sector.rows);
  for (let i = 0; i < out.length; i++) {
    const b = plan.beam[i] ?? -1;
    if (b < 0) continue;
    const s = plan.sample[i] ?? 0;
    const [b0, s0] = [Math.floor(b), Math.floor(s)];
    const [tb, ts] = [b - b0, s - s0];
    const at = b0 * SAMPLES + s0;
    const here = (lines[at] ?? 0) * (1 - ts) + (lines[at + 1] ?? 0) * ts;
    const next = (lines[at + SAMPLES] ?? 0) * (1 - ts) + (lines[at + SAMPLES + 1] ?? 0) * ts;
    out[i] = Math.round(here * (1 - tb) + next * tb);
  }
  return out;
}
