/** Where somebody's work is. "Saved" means durable on the server, nothing less. */
export type Saved =
  | { readonly state: 'saved' }
  | { readonly state: 'saving' }
  /** The server is there and cannot take the work at the moment; it is sent again by itself. */
  | { readonly state: 'delayed'; readonly waiting: number; readonly sentence: string }
  /** No connection; `waiting` changes are kept in this browser. */
  | { readonly state: 'offline'; readonly waiting: number; readonly sentence: string }
  /** The server did not accept something, or lets this person in no more. */
  | { readonly state: 'refused'; readonly sentence: string; readonly signIn: boolean };

export function savedText(saved: Saved): string {
  switch (saved.state) {
    case 'saved':
      return 'Saved';
    case 'saving':
      return 'Saving';
    case 'delayed':
      return `Not saved yet, ${String(saved.waiting)} waiting`;
    case 'offline':
      return saved.waiting > 0 ? `Offline, ${String(saved.waiting)} waiting` : 'Offline';
    case 'refused':
      return saved.signIn ? 'Signed out' : 'Not saved';
  }
}

/** What stands behind it, for whoever asks. */
export function savedSentence(saved: Saved): string {
  switch (saved.state) {
    case 'saved':
      return 'Everything is durable on the server.';
    case 'saving':
      return 'On the way to the server.';
    case 'delayed':
    case 'offline':
    case 'refused':
      return saved.sentence;
  }
}
