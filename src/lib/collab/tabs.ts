/** What the windows of one browser tell each other. They share what the browser keeps, and a sign-out in one reaches all. */

export type TabMessage =
  | { readonly t: 'signing-out' }
  | { readonly t: 'kept-work-changed' }
  /** What was kept of one document was thrown away; windows that have it open keep it anew. */
  | { readonly t: 'store-emptied'; readonly database: string };

const CHANNEL = 'consilium';

let channel: BroadcastChannel | null = null;

/** Outside of a browser there is nobody to tell. */
const open = (): BroadcastChannel | null =>
  typeof window === 'undefined' ? null : (channel ??= new BroadcastChannel(CHANNEL));

export const tellTabs = (message: TabMessage): void => open()?.postMessage(message);

/** Hears what other windows say, never itself. Returns the undo. */
export function onTabs(listener: (message: TabMessage) => void): () => void {
  const heard = ({ data }: MessageEvent<TabMessage>): void => listener(data);
  open()?.addEventListener('message', heard);
  return () => channel?.removeEventListener('message', heard);
}
