const MEMORY_KEY = 'reloaded-at';
/** A chunk that is still missing this soon after a reload is missing for good: then the person is told. */
const ONCE_MS = 20_000;

// the words of Chromium, Firefox and Safari for an import() that could not be fetched, and Vite's for its styles
const MISSING = /dynamically imported module|importing a module script failed|unable to preload css/i;

/** api/browser-memory.ts, or a test's. */
interface Memory {
  recall(key: string): string | null;
  remember(key: string, value: string): void;
}

/** Whether a page failed because a part of the app could not be loaded: a new version was installed, or the network changed. */
export function isMissingChunk(error: unknown): boolean {
  return error instanceof Error && MISSING.test(error.message);
}

/** Whether a reload may mend it; true at most once in a while, so that a server without the file makes no loop. */
export function mayReload(memory: Memory, now: number): boolean {
  const last = Number(memory.recall(MEMORY_KEY) ?? 0);
  if (now - last < ONCE_MS) return false;
  memory.remember(MEMORY_KEY, String(now));
  // a browser that remembers nothing would reload for ever
  return memory.recall(MEMORY_KEY) === String(now);
}
