/** Where the images of a disagreement open: at the lesion, where there is one. */
import type { QueueEntry } from '#contract/disagreements.ts';

export function imagesAddress(project: string, { case: one, lesion }: Pick<QueueEntry, 'case' | 'lesion'>): string {
  const asked = new URLSearchParams({ from: 'disagreements' });
  if (lesion?.place) {
    const { frame, x, y } = lesion.place;
    for (const [name, value] of Object.entries({ ...frame, x, y })) asked.set(name, String(value));
  }
  return `/projects/${project}/cases/${one}?${asked.toString()}`;
}
