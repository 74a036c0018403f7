import { useSyncExternalStore } from 'react';
import { onTick } from './ticker.ts';

/** A text that says how long ago something was: asked for every second, rendered when its words change. */
export function TickingText({ text }: { readonly text: () => string }) {
  return <>{useSyncExternalStore(onTick, text)}</>;
}
