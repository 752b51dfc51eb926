/** In what readers of one case can differ. The order is that of the harm: what one of them missed comes first. */
export const DISAGREEMENT_KINDS = ['existence', 'class', 'extent', 'location', 'rating', 'field'] as const;
export type DisagreementKind = (typeof DISAGREEMENT_KINDS)[number];
