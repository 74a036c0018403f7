import type { LucideIcon } from 'lucide-react';

export const PALETTE_GROUPS = ['action', 'kind', 'object', 'namespace', 'page', 'recent'] as const;
export type PaletteGroup = (typeof PALETTE_GROUPS)[number];

/** One thing that the palette offers. */
export interface PaletteEntry {
  /** unique among all */
  readonly id: string;
  readonly group: PaletteGroup;
  readonly title: string;
  /** where it is, or what is behind it */
  readonly detail?: string;
  readonly icon?: LucideIcon;
  /** other words that find it: short names, the plural, the equivalent command */
  readonly also?: readonly string[];
  /** the keys that do the same: "g p" */
  readonly keys?: string;
  /** why it cannot be done */
  readonly disabledReason?: string;
  run(): void;
}

/** How many of one group are shown; what else matches is a letter away. */
const MAX_OF_GROUP = 8;

/**
 * What matches the words that were typed, each of them somewhere; the best first, and the groups in the order of their best.
 * Without words: what the groups begin with.
 */
export function matchEntries(entries: readonly PaletteEntry[], typed: string): readonly PaletteEntry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = entries.flatMap((entry) => {
    const score = scoreOf(entry, words);
    return score === undefined ? [] : [{ entry, score }];
  });
  const groups = PALETTE_GROUPS.map((group, order) => {
    const own = scored.filter(({ entry }) => entry.group === group).sort((a, b) => b.score - a.score);
    return { own: own.slice(0, MAX_OF_GROUP), best: own[0]?.score ?? 0, order };
  });
  return groups
    .sort((a, b) => b.best - a.best || a.order - b.order)
    .flatMap(({ own }) => own.map(({ entry }) => entry));
}

const EXACT = 4;
const START = 3;
const WORD = 2;
const INSIDE = 1;

/** undefined: a word is nowhere in it. What is found by its title is worth more than what is found by other words. */
function scoreOf({ title, also = [], detail = '' }: PaletteEntry, words: readonly string[]): number | undefined {
  let sum = 0;
  for (const word of words) {
    const best = Math.max(
      fit(title, word) * 2,
      ...also.map((text) => fit(text, word) * 2 - 1),
      Math.min(1, fit(detail, word)),
    );
    if (best <= 0) return undefined;
    sum += best;
  }
  return words.length === 0 ? 0 : sum / words.length;
}

function fit(text: string, word: string): number {
  const lower = text.toLowerCase();
  const at = lower.indexOf(word);
  if (at < 0) return 0;
  if (lower === word) return EXACT;
  if (at === 0) return START;
  return /[\s./:_-]/.test(lower[at - 1] ?? '') ? WORD : INSIDE;
}
