/** What the windows of one browser tell each other, so that a sign-out in one of them reaches all. */

export type TabMessage = 'signing-out' | 'kept-work-changed';

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
