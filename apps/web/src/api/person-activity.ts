/** Without a key, a click or a movement for this long, what the page asks it asks by itself. */
const HERE_MS = 60_000;
const EVENTS = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

// whoever opened the page is here
let lastAt = Date.now();
const listeners = new Set<() => void>();

function active(): void {
  lastAt = Date.now();
  for (const listener of listeners) listener();
}

/** Whether somebody has touched this page within the last minute: only then do requests renew the session's idle time. */
export function isPersonHere(): boolean {
  return Date.now() - lastAt < HERE_MS;
}

/** Calls `listener` whenever the person does something; returns a function that stops it. */
export function onPersonActive(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Begins to notice the person. In the capture phase: terminals and editors keep their keys for themselves. */
export function noticePerson(): void {
  for (const event of EVENTS) addEventListener(event, active, { passive: true, capture: true });
}
