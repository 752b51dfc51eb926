/** Where somebody's work is, in the words of the desk and of the room: what happened, what was kept, what to do. */
import type { DocumentStatus } from '#lib/collab/document-status.ts';
import type { Saved } from '#lib/ui/saved.ts';

const KEPT = 'Go on working: what you change is kept in this browser and sent by itself.';

/** Why there is no connection, by what the server said when it went. */
const GONE: Readonly<Record<string, string>> = {
  'shutting-down': 'The server is restarting.',
  'rate-limited': 'More was sent at once than the server takes.',
  'too-many-connections': 'You have too many windows open. Close some of them.',
};

const DELAYED: Readonly<Record<string, string>> = {
  storage: 'The server cannot store anything at the moment.',
  'rate-limited': 'More was sent at once than the server takes.',
};

const REFUSED: Readonly<Record<string, string>> = {
  'not-signed-in':
    'You are signed out. Your work is kept in this browser: sign in again, and what is not saved is sent then.',
  'no-longer-allowed': 'You may not open this any more. What was not saved is kept below.',
  'not-allowed': 'You may not open this. What was not saved is kept below.',
};

export function savedOf(status: DocumentStatus): Saved {
  switch (status.kind) {
    case 'saved':
      return { state: 'saved' };
    case 'connecting':
      return { state: 'saving' };
    case 'saving': {
      const sentence = status.trouble === null ? undefined : DELAYED[status.trouble];
      return sentence
        ? { state: 'delayed', waiting: status.waiting, sentence: `${sentence} ${KEPT}` }
        : { state: 'saving' };
    }
    case 'offline': {
      const sentence = `${GONE[status.reason] ?? 'There is no connection to the server.'} ${KEPT}`;
      return { state: 'offline', waiting: status.waiting, sentence };
    }
    case 'refused': {
      const sentence = REFUSED[status.reason] ?? 'The server does not open this for you. Reload the page.';
      return { state: 'refused', sentence, signIn: status.reason === 'not-signed-in' };
    }
  }
}
