import { type CountedWords, splitReasons } from './parse-refusal.ts';

/**
 * notHelpful: what speaks against the node stays when its pods go · noVictims: nobody there has a lower priority · never: the pod's
 * own policy · terminating: pods that it has driven out are going already
 */
type Outlook = 'notHelpful' | 'noVictims' | 'never' | 'terminating' | 'other';

const OUTLOOKS: readonly (readonly [Outlook, RegExp])[] = [
  ['notHelpful', /Preemption is not helpful/i],
  ['noVictims', /No preemption victims found/i],
  ['never', /preemptionPolicy=Never/],
  ['terminating', /terminating pod/],
];

/** The sentence of v1.22 and newer about making room by evicting others, taken apart. */
export function parsePreemption(sentence: string): readonly (CountedWords & { readonly outlook: Outlook })[] {
  return splitReasons(sentence).parts.map((part) => ({
    ...part,
    outlook: OUTLOOKS.find(([, words]) => words.test(part.text))?.[0] ?? 'other',
  }));
}
