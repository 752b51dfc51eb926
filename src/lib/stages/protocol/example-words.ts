/** How the standing of a case reads to whoever wants to show it as an example. */
import type { ExampleCase } from '#contract/protocol.ts';

export const STANDING_NOTES: Readonly<Record<ExampleCase['standing'], string>> = {
  free: 'can be shown: nobody reads it, and it is before no panel.',
  shown: 'is shown already: a published version has an image of it.',
  judged:
    'This case still has to be judged: somebody reads it, or it is before a panel. It can be shown when that is over.',
  'not-ready': 'The images of this case wait for a look, or it was set aside. It cannot be shown.',
};
