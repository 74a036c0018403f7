import type { LucideIcon } from 'lucide-react';
import { FIT, nameFit } from './name-fit.ts';

const PALETTE_GROUPS = ['action', 'kind', 'object', 'namespace', 'page', 'recent'] as const;
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
  /** it was looked for by what was typed, and found, by whatever of it */
  readonly found?: boolean;
  /** the palette stays open for its result */
  readonly stays?: boolean;
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

/** What is found by another word than its title comes after what has that title. */
const LESS = 0.25;

/** undefined: a word is nowhere in it. What is found by its title is worth more than what is found by other words. */
function scoreOf(
  { title, also = [], detail = '', found = false }: PaletteEntry,
  words: readonly string[],
): number | undefined {
  let sum = 0;
  for (const word of words) {
    const best = Math.max(
      nameFit(title, word),
      ...also.map((text) => nameFit(text, word) - LESS),
      Math.min(FIT.inside, nameFit(detail, word)),
      found ? FIT.typo : 0,
    );
    if (best <= 0) return undefined;
    sum += best;
  }
  return words.length === 0 ? 0 : sum / words.length;
}
