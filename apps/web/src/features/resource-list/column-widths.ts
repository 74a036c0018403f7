import type { Row } from '../../live/row.ts';
import { drawingRoom } from '../../ui/cell-drawing.ts';
import type { ListColumn } from './list-columns.ts';

/** Room for a column: characters and pixels beside them. */
export interface ColumnWidth {
  /** in CSS `ch`: the width of a digit, whatever font the system has */
  readonly ch: number;
  /** what it keeps of that when the list is narrow: texts are cut then, names in the middle, so that all columns stay in sight */
  readonly leastCh: number;
  readonly px: number;
  /** share in what room is left: the longest content, however little of it has room of its own; 0 for numbers */
  readonly weight: number;
}

/** of a row, both sides (list-table.module.css) */
const ROW_PADDING_PX = 16;
const PADDING_PX = 18;
const MARK_PX = 18;
/** an icon before the text, with its gap */
const ICON_PX = 22;
/** of a label's chip, both sides */
const CHIP_PX = 14;
const SORT_PX = 16;
const AGE_CHARS = 6;
/** Status words come and go: room for the longest common ones ("ContainerCreating") whatever is there now. */
const STATUS_CHARS = 17;
const NUMBER = /^-?\d+(?:\.\d+)?%?$/;
const MAX_WEIGHT = 100;
const MAX_CHARS = { name: 56, namespace: 28, age: 8, text: 26 } as const;
/** A status, an age or a number that is cut says something else, so those keep their room. */
const LEAST_CHARS = { name: 18, namespace: 12, age: 8, text: 12 } as const;
/** Lower-case letters are narrower than digits in all common fonts. */
const LETTER = 0.95;
/** "<none>" has two of them. */
const BROAD = /[<>mwMW@%]/;
const BROAD_LETTER = 1.35;
const WIDE_LETTER = 1.8;
/** East Asian scripts from Hangul on. */
const FIRST_WIDE = 0x1100;

/** Columns whose cells are all numbers stand at the end of their room, whatever type the server gives them (it says "string" for most). */
export function alignNumbers(columns: readonly ListColumn[], sample: readonly Row[]): readonly ListColumn[] {
  return columns.map((column) => {
    // the mark of a status stands at the beginning, and its text beside it
    if (column.look !== 'text' || column.align === 'end' || column.health) return column;
    const texts = sample.map((row) => column.text(row)).filter((text) => text !== '' && text !== '<none>');
    return texts.length > 0 && texts.every((text) => NUMBER.test(text)) ? { ...column, align: 'end' } : column;
  });
}

/** Room for each column by what the sampled rows show. Estimated once, so that nothing moves while scrolling. */
export function columnWidths(columns: readonly ListColumn[], sample: readonly Row[]): ColumnWidth[] {
  return columns.map((column) => {
    const longest =
      column.look === 'age' ? AGE_CHARS : Math.max(0, ...sample.map((row) => textLength(column.text(row))));
    const content = Math.max(
      column.isStatusWord ? STATUS_CHARS : 0,
      Math.min(column.room ?? MAX_CHARS[column.look], longest),
    );
    const drawing = Math.max(0, ...sample.map((row) => drawingRoom(column.draw?.(row))));
    const chip = column.added === 'label' && column.pick ? CHIP_PX : 0;
    const mark = (column.health ? MARK_PX : 0) + (column.icon ? ICON_PX : 0) + chip + drawing;
    const head = textLength(column.header);
    const [ch, px] = head + SORT_PX / 8 > content + mark / 8 ? [head, SORT_PX] : [content, mark];
    const weight = column.align === 'end' ? 0 : Math.ceil(Math.min(MAX_WEIGHT, Math.max(longest, head)));
    const whole = Math.ceil(ch);
    const keeps = column.isStatusWord || column.align === 'end';
    const leastCh = keeps ? whole : Math.min(whole, Math.max(LEAST_CHARS[column.look], Math.ceil(head)));
    return { ch: whole, leastCh, px: px + PADDING_PX, weight };
  });
}

/**
 * The columns as CSS: `grid-template-columns`, and the least width of the whole. `leadPx` and `extraPx` are a column before
 * and one after them. In a
 * container (100cqi) too narrow for all, the columns that may shrink share what the others leave, by their contents.
 */
export function gridTemplate(
  widths: readonly ColumnWidth[],
  leadPx: number,
  extraPx: number,
): { columns: string; minWidth: string } {
  const sum = (of: (width: ColumnWidth) => number): number => widths.reduce((total, width) => total + of(width), 0);
  const px = sum((width) => width.px) + leadPx + extraPx;
  const shrinking = sum(({ ch, leastCh }) => (leastCh < ch ? ch : 0));
  const kept = sum(({ ch, leastCh }) => (leastCh < ch ? 0 : ch));
  const columns = widths.map(({ ch, leastCh, px: own, weight }) => {
    const share = (ch / shrinking).toFixed(4);
    const room =
      leastCh < ch
        ? `clamp(${leastCh}ch, (100cqi - ${kept}ch - ${px + ROW_PADDING_PX}px) * ${share}, ${ch}ch)`
        : `${ch}ch`;
    const least = `calc(${room} + ${own}px)`;
    return weight > 0 ? `minmax(${least}, ${weight}fr)` : least;
  });
  const leastCh = sum((width) => width.leastCh);
  // where no column takes what room is left, the last one does: its buttons stay at the edge
  const extra = widths.some(({ weight }) => weight > 0) ? `${extraPx}px` : `minmax(${extraPx}px, 1fr)`;
  return { columns: [`${leadPx}px`, ...columns, extra].join(' '), minWidth: `calc(${leastCh}ch + ${px}px)` };
}

function textLength(text: string): number {
  let length = 0;
  for (const char of text)
    length += (char.codePointAt(0) ?? 0) >= FIRST_WIDE ? WIDE_LETTER : BROAD.test(char) ? BROAD_LETTER : LETTER;
  return length;
}
