/** A replacement of `from`–`to` (offsets of the old text) by `insert`. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** More differing lines than this are replaced as one piece: the search for the smallest difference is quadratic in them. */
const MOST_DIFFERENCES = 200;

/**
 * The changes that make one text of another, line by line (Myers' greedy algorithm), in ascending order. An editor that
 * applies them keeps its scroll position, selection and folds where nothing changed.
 */
export function textChanges(before: string, after: string): readonly TextChange[] {
  const a = before.split('\n');
  const b = after.split('\n');
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA -= 1;
    endB -= 1;
  }
  if (start === endA && start === endB) return [];
  const middleA = a.slice(start, endA);
  const middleB = b.slice(start, endB);
  const hunks = differ(middleA, middleB) ?? [{ fromA: 0, toA: middleA.length, fromB: 0, toB: middleB.length }];
  const offsets = lineOffsets(a);
  const length = before.length;
  return hunks.map(({ fromA, toA, fromB, toB }) =>
    lineReplacement(offsets, length, a.length, start + fromA, start + toA, middleB.slice(fromB, toB)),
  );
}

interface Hunk {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** The differing stretches; undefined when there are too many differences to look for the smallest set. */
function differ(a: readonly string[], b: readonly string[]): readonly Hunk[] | undefined {
  const most = Math.min(MOST_DIFFERENCES, a.length + b.length);
  const trace: Map<number, number>[] = [];
  let furthest = new Map([[1, 0]]);
  for (let d = 0; d <= most; d += 1) {
    trace.push(furthest);
    const next = new Map(furthest);
    for (let k = -d; k <= d; k += 2) {
      let x = stepDown(furthest, k, d) ? at(furthest, k + 1) : at(furthest, k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkBack(trace, a.length, b.length);
    }
    furthest = next;
  }
  return undefined;
}

function at(furthest: ReadonlyMap<number, number>, k: number): number {
  return furthest.get(k) ?? -1;
}

/** Whether the best way to diagonal k is an insertion (from k+1) and not a deletion (from k-1). */
function stepDown(furthest: ReadonlyMap<number, number>, k: number, d: number): boolean {
  return k === -d || (k !== d && at(furthest, k - 1) < at(furthest, k + 1));
}

function walkBack(trace: readonly ReadonlyMap<number, number>[], lengthA: number, lengthB: number): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let x = lengthA;
  let y = lengthB;
  for (let d = trace.length - 1; d > 0; d -= 1) {
    const furthest = trace[d] ?? new Map<number, number>();
    const k = x - y;
    const down = stepDown(furthest, k, d);
    const previousK = down ? k + 1 : k - 1;
    const previousX = at(furthest, previousK);
    const previousY = previousX - previousK;
    const hunk = down
      ? { fromA: previousX, toA: previousX, fromB: previousY, toB: previousY + 1 }
      : { fromA: previousX, toA: previousX + 1, fromB: previousY, toB: previousY };
    const last = hunks.at(-1);
    if (last !== undefined && hunk.toA === last.fromA && hunk.toB === last.fromB)
      hunks[hunks.length - 1] = { fromA: hunk.fromA, toA: last.toA, fromB: hunk.fromB, toB: last.toB };
    else hunks.push(hunk);
    x = previousX;
    y = previousY;
  }
  return hunks.reverse();
}

function lineOffsets(lines: readonly string[]): readonly number[] {
  const offsets: number[] = [];
  let offset = 0;
  for (const line of lines) {
    offsets.push(offset);
    offset += line.length + 1;
  }
  return offsets;
}

/** Lines `from`–`to` replaced by others. Line breaks belong to the line before them, except that the last line has none. */
function lineReplacement(
  offsets: readonly number[],
  length: number,
  count: number,
  from: number,
  to: number,
  lines: readonly string[],
): TextChange {
  const text = lines.join('\n');
  if (to < count)
    return { from: offsets[from] ?? length, to: offsets[to] ?? length, insert: lines.length === 0 ? '' : `${text}\n` };
  if (from === 0) return { from: 0, to: length, insert: text };
  // The end of the text: the break before the first replaced line goes or stays with it.
  const end = (offsets[from] ?? length + 1) - 1;
  return { from: end, to: length, insert: lines.length === 0 ? '' : `\n${text}` };
}
