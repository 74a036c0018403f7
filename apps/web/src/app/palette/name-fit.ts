/** How well a text answers a word; 0: not at all. */
export const FIT = { exact: 4, start: 3, part: 2, inside: 1, typo: 0.5 } as const;

/** A shorter word with a wrong letter is another word. */
const SHORTEST_WITH_TYPO = 4;
const BETWEEN_PARTS = /[\s./:_-]+/;

/** How well `text` answers `word` (lower case): whole, at its start, at a part's start, anywhere, or but for one slip of the hand. */
export function nameFit(text: string, word: string): number {
  const lower = text.toLowerCase();
  const at = lower.indexOf(word);
  if (at < 0) return hasTypo(lower, word) ? FIT.typo : 0;
  if (lower === word) return FIT.exact;
  if (at === 0) return FIT.start;
  return BETWEEN_PARTS.test(lower[at - 1] ?? '') ? FIT.part : FIT.inside;
}

/** Whether a part of the text begins as the word does, but for one letter that is wrong, missing, too many or in the other order. */
function hasTypo(text: string, word: string): boolean {
  if (word.length < SHORTEST_WITH_TYPO) return false;
  return [text, ...text.split(BETWEEN_PARTS)].some((part) => part[0] === word[0] && isOneSlip(part, word));
}

/** The word is typed to its end, the part perhaps not: what follows in the part does not count. */
function isOneSlip(part: string, word: string): boolean {
  let same = 0;
  while (same < word.length && part[same] === word[same]) same += 1;
  const rest = (from: number) => word.slice(same + from);
  return (
    part.startsWith(rest(1), same + 1) || // a wrong letter
    part.startsWith(rest(0), same + 1) || // a missing one
    part.startsWith(rest(1), same) || // one too many
    (part[same] === word[same + 1] && part[same + 1] === word[same] && part.startsWith(rest(2), same + 2))
  );
}
