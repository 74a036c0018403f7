import { diff3MergeRegions } from 'node-diff3';

/** A stretch of lines of a three-way merge. */
export type MergeBlock =
  /** nobody changed it, one side did, or both did the same */
  | { readonly kind: 'settled'; readonly by: 'nobody' | 'mine' | 'theirs' | 'both'; readonly lines: readonly string[] }
  /** both sides changed it, each in another way: somebody has to choose */
  | {
      readonly kind: 'conflict';
      readonly base: readonly string[];
      readonly mine: readonly string[];
      readonly theirs: readonly string[];
    };

/** What was chosen for a conflict. */
export type MergeChoice = 'mine' | 'theirs' | 'base';

/**
 * A text that two sides changed, line by line, as diff3 does it: comments and spelling stay, since no side is read as YAML. Line
 * breaks are those of `mine`.
 */
export function threeWay(base: string, mine: string, theirs: string): MergeBlock[] {
  const regions = diff3MergeRegions(linesOf(mine), linesOf(base), linesOf(theirs));
  const blocks = regions.map((region): MergeBlock => {
    if (region.stable) {
      const by = ({ a: 'mine', b: 'theirs', o: 'nobody' } as const)[region.buffer];
      return { kind: 'settled', by, lines: region.bufferContent };
    }
    const { aContent: mineLines, bContent: theirLines, oContent: baseLines } = region;
    return sameLines(mineLines, theirLines)
      ? { kind: 'settled', by: 'both', lines: mineLines }
      : { kind: 'conflict', base: baseLines, mine: mineLines, theirs: theirLines };
  });
  return blocks;
}

/** The merged text; undefined while a conflict has no choice. `choices` are those of the conflicts, in order. */
export function mergedText(
  blocks: readonly MergeBlock[],
  choices: readonly (MergeChoice | undefined)[],
  lineBreak = '\n',
): string | undefined {
  const lines: string[] = [];
  let conflict = 0;
  for (const block of blocks) {
    if (block.kind === 'settled') {
      lines.push(...block.lines);
      continue;
    }
    const choice = choices[conflict];
    if (choice === undefined) return undefined;
    lines.push(...block[choice]);
    conflict += 1;
  }
  return lines.join(lineBreak);
}

export function lineBreakOf(text: string): '\r\n' | '\n' {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

const linesOf = (text: string) => text.split(/\r?\n/);

function sameLines(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}
