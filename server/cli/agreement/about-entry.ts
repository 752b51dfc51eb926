/** Entries that speak about somebody or something in a study, as one object each for machines and one line each for people. */
import type { Json } from '#domain/kernel/canonical-json.ts';
import { figureText } from '#domain/statistics/figure.ts';
import { entryJson, type Entry } from './entry.ts';

/** What an entry speaks about: a reader, a treatment or two, a rate. */
export interface About {
  readonly rater?: string;
  readonly treatment?: string;
  readonly treatments?: readonly string[];
  /** The figure that is compared. */
  readonly of?: string;
}

export interface AboutEntry extends Entry<string> {
  readonly about: About;
  /** What a test says, for people; machines find it in the details. */
  readonly test?: string;
}

export const aboutJson = ({ about, ...entry }: AboutEntry): Readonly<Record<string, Json | undefined>> => ({
  ...entryJson(entry),
  ...about,
});

export const aboutNumber = (value: number): string => value.toFixed(3).replace('-', '−');

export function aboutLine({ id, about, estimate: { figure, interval }, test }: AboutEntry): string {
  const bounds =
    interval.state === 'defined' ? ` (${aboutNumber(interval.lower)} to ${aboutNumber(interval.upper)})` : '';
  const { rater, treatment, treatments = [], of } = about;
  const names = [of, rater, treatment, treatments.join(' − ')].filter((name) => name !== undefined && name !== '');
  return `${id.padEnd(26)} ${names.join(' ').padEnd(28)} ${figure.state === 'defined' ? aboutNumber(figure.value) : figureText(figure)}${bounds}${test === undefined ? '' : `, ${test}`}`;
}
