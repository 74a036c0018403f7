import { isLabelKey, isLabelValue } from '@quarterdeck/shared/label-selector';

/** "app=web" → ["app", "web"]; undefined: it is no label. */
export function readPair(text: string): readonly [string, string] | undefined {
  const at = text.indexOf('=');
  const [key, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  return at > 0 && isLabelKey(key) && isLabelValue(value) ? [key, value] : undefined;
}

export function isPair(text: string): boolean {
  return readPair(text) !== undefined;
}

/** ["app=web"] → {app: "web"}; of a key that stands twice the last one counts. */
export function readPairs(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.flatMap((text) => {
      const pair = readPair(text);
      return pair === undefined ? [] : [pair];
    }),
  );
}

/** The inverse of {@link readPairs}. */
export function pairTexts(pairs: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(pairs).map(([key, value]) => `${key}=${value}`);
}
