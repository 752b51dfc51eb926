/** Where somebody's work is. "Saved" means durable on the server, nothing less. */
export type Saved =
  | { readonly state: 'saved' }
  | { readonly state: 'saving' }
  /** No connection; `waiting` edits are kept in this browser tab. */
  | { readonly state: 'offline'; readonly waiting: number }
  /** The server did not accept the last edit. */
  | { readonly state: 'refused'; readonly sentence: string };

export function savedText(saved: Saved): string {
  switch (saved.state) {
    case 'saved':
      return 'Saved';
    case 'saving':
      return 'Saving';
    case 'offline':
      return saved.waiting > 0 ? `Offline, ${String(saved.waiting)} waiting` : 'Offline';
    case 'refused':
      return 'Not saved';
  }
}
