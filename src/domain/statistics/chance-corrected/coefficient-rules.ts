/** The chance-corrected coefficients by the names under which files and commands know them. */
import { brennanPrediger } from './brennan-prediger.ts';
import type { CoefficientRule } from './chance-corrected.ts';
import { cohenKappa, lightKappa } from './cohen-kappa.ts';
import { congerKappa } from './conger-kappa.ts';
import { gwetAc } from './gwet-ac.ts';
import { krippendorffAlpha } from './krippendorff-alpha.ts';
import { rawAgreement } from './raw-agreement.ts';
import { generalisedPi, scottPi } from './scott-pi.ts';

export const COEFFICIENT_RULES = {
  'percent-agreement': rawAgreement,
  'cohen-kappa': cohenKappa,
  'scott-pi': scottPi,
  'fleiss-kappa': generalisedPi,
  'conger-kappa': congerKappa,
  'light-kappa': lightKappa,
  'brennan-prediger': brennanPrediger,
  'gwet-ac': gwetAc,
  'krippendorff-alpha': krippendorffAlpha,
} as const satisfies Record<string, CoefficientRule>;

export type CoefficientId = keyof typeof COEFFICIENT_RULES;

export const COEFFICIENT_IDS = Object.keys(COEFFICIENT_RULES) as readonly CoefficientId[];
