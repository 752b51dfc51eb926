/** What stands in the place of a page that cannot be shown. */

const TITLES: Readonly<Record<number, string>> = {
  403: 'Not open to you',
  404: 'Not here',
  409: 'Not now',
  410: 'This link is over',
  503: 'Not at the moment',
};

export const refusalTitle = (status: number): string => TITLES[status] ?? 'Something went wrong';

/** A page is not something one does: the sentence of the refusal would not fit. */
const TEXTS: Readonly<Record<string, string>> = {
  'not-allowed': 'This page belongs to another role in the project. Its lead decides who does what.',
  'case-not-ready':
    'A lead has to look at the images of this case first. What you drew and answered is kept, and the case is in your worklist again afterwards.',
};

export const refusalText = (error: App.Error | null): string =>
  TEXTS[error?.code ?? ''] ?? error?.message ?? 'The page cannot be shown.';
