/** Small choices that a browser remembers between visits: places, language, folds. Never a credential. */
const PREFIX = 'quarterdeck.';

/** The remembered text; null when there is none or storage is forbidden. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

/** Remembers a text; where storage is forbidden the choice holds for this visit only. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // storage is forbidden or full
  }
}
