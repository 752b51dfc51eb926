/** Where a reader's work is, in the words of the page. */
import type { DocumentStatus } from '#lib/collab/shared-document.svelte.ts';
import type { Saved } from '#lib/ui/saved.ts';

export function savedOf(status: DocumentStatus, refused: string | null): Saved {
  if (refused !== null) return { state: 'refused', sentence: refused };
  switch (status.kind) {
    case 'connecting':
    case 'saving':
      return { state: 'saving' };
    case 'saved':
      return { state: 'saved' };
    case 'offline':
      return { state: 'offline', waiting: status.waiting };
    case 'refused':
      return { state: 'refused', sentence: 'The server does not open this draft for you any more. Reload the page.' };
  }
}
