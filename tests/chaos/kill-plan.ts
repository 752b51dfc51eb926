/** When a server is to die: moments drawn from a seed, so that a run can be repeated with the same choice of moments. */
import type { Random } from '#domain/kernel/random.ts';

export type Moment =
  /** Under load, so many ms after everybody was found equal. */
  | { readonly kind: 'load'; readonly afterMs: number }
  /** While starting or while the clients come back, so many ms after the process was made. */
  | { readonly kind: 'start'; readonly afterMs: number }
  /** At a point of `fault-points.ts`, armed at the start or under load. */
  | { readonly kind: 'point'; readonly dieAt: string; readonly armed: 'start' | 'load' }
  /** While an older database is brought to a newer schema. */
  | { readonly kind: 'migration'; readonly dieAt: string }
  /** While a backup runs: the server or the backup dies. */
  | { readonly kind: 'backup'; readonly victim: 'server' | 'backup'; readonly afterMs: number; readonly dieAt: string };

const POINTS = [
  'edit:before-commit',
  'edit:after-commit',
  'ballot-cast:before-commit',
  'ballot-cast:after-commit',
  'revealed:before-commit',
  'revealed:after-commit',
  'sealed:before-commit',
  'sealed:after-commit',
  'read-submitted:before-commit',
  'read-submitted:after-commit',
  'event:after-commit',
  'projection:before-commit',
  'projection:after-commit',
  'keyframe:before-commit',
  'keyframe:after-commit',
];
const RARE = /^(?:revealed|sealed|read-submitted|keyframe)/;

const MIGRATING = [
  'copy:before-commit:1',
  'copy:after-commit:1',
  'migration:statement:1',
  'migration:statement:3',
  'migration:before-commit:1',
  'migration:after-commit:1',
];

/** Every kind of moment in turn, in a random order. */
export function killPlan(random: Random, kills: number): Moment[] {
  const points = random.shuffled(POINTS);
  const migrating = random.shuffled(MIGRATING);
  return random.shuffled(Array.from({ length: kills }, (_, n) => n)).map((n): Moment => {
    const nth = Math.floor(n / 10);
    switch (n % 10) {
      case 0:
        return { kind: 'migration', dieAt: migrating[nth % migrating.length] ?? '' };
      case 1:
        return backupAt(random, nth);
      case 2:
        return { kind: 'start', afterMs: random.int(50, 1200) };
      case 3:
      case 4:
      case 5:
        return { kind: 'load', afterMs: random.int(5, 700) };
      default:
        return pointAt(random, points[(n - nth * 6 - 6) % points.length] ?? 'edit:after-commit');
    }
  });
}

/** A process takes about a second to come to the point. */
function backupAt(random: Random, nth: number): Moment {
  const victim = nth % 2 === 0 ? 'server' : 'backup';
  const dieAt = victim === 'server' ? '' : `backup:${nth % 4 === 1 ? 'before' : 'after'}-commit:1`;
  return { kind: 'backup', victim, afterMs: random.int(500, 1500), dieAt };
}

function pointAt(random: Random, point: string): Moment {
  const armed = point.startsWith('projection') && random.int(0, 1) === 0 ? 'start' : 'load';
  const count = RARE.test(point) ? random.int(1, 2) : random.int(1, 20);
  return { kind: 'point', dieAt: `${point}:${String(count)}`, armed };
}

export const momentText = (moment: Moment): string =>
  Object.values(moment)
    .map((part) => String(part))
    .join(' ');
