import { parseHumanDuration } from '@quarterdeck/shared/duration';
import type { LiveCell } from '@quarterdeck/shared/live-protocol';
import { parseQuantity } from '@quarterdeck/shared/quantity';
import { isPrintedTime } from './cell-text.ts';
import type { SortKey } from './sort-key.ts';

/** What a column's cells are, as far as its name and type tell; auto: each cell for itself. */
export type CellSort = 'text' | 'duration' | 'auto';

const DURATION_NAME = /\b(?:age|seen|duration|schedule|since|uptime|expires?|updated|started)\b/i;
const TEXT_NAME = /version|name|image|host/i;

/** The reading of a column: "5m" is five minutes in "Last Seen" and five thousandths in "CPU", "1.20" is no number in "Version". */
export function cellSortOf(columnName: string, type: string): CellSort {
  if (type === 'date' || DURATION_NAME.test(columnName)) return 'duration';
  return TEXT_NAME.test(columnName) ? 'text' : 'auto';
}

/** What a cell is sorted by: numbers, ages, ratios and quantities by value, text in natural order, nothing last. */
export function sortValue(cell: LiveCell, sort: CellSort = 'auto'): SortKey {
  if (typeof cell === 'number') return Number.isNaN(cell) ? null : cell;
  if (cell === null) return null;
  // the youngest has the least age; "5 (3m ago)" is five
  if (isPrintedTime(cell)) return cell[0] === '' ? -cell[1] : sortValue(cell[0].replace(/\s*\($/, ''), sort);
  const text = typeof cell === 'boolean' ? String(cell) : cell.trim();
  if (text === '' || /^<(?:none|unknown|unset|invalid|nil)>$/i.test(text)) return null;
  if (sort === 'text') return textKey(text);
  const duration = parseHumanDuration(text);
  if (sort === 'duration' && duration !== undefined) return duration;
  const number = parseQuantity(text) ?? duration;
  if (number !== undefined) return number;
  const share = ratio(text);
  return share !== undefined ? share : (leadingNumber(text) ?? address(text) ?? textKey(text));
}

/**
 * Text whose runs of digits compare by value: each run is led by its length, so that plain comparison of code units puts
 * "web-9" before "web-10" and "v1.9" before "v1.20".
 */
export function naturalKey(text: string): string {
  return text.toLowerCase().replace(/\d+/g, (digits) => {
    const value = digits.replace(/^0+(?=\d)/, '');
    return String.fromCharCode(0x30 + value.length) + value;
  });
}

/**
 * "1/3", "10%/80%", "cpu: 250m/1": by the share, then by the total, so that what lacks most comes first; of several the first.
 * "0/0" lacks nothing. The total is added as a fraction too small to disturb the order of shares.
 */
function ratio(text: string): SortKey | undefined {
  const match = /^(?:[\w.-]+: )?(<unknown>|[\w.]+)%?\/([\w.]+)%?(?:,.*)?$/.exec(text);
  const want = parseQuantity(match?.[2] ?? '');
  if (!match || want === undefined) return undefined;
  if (match[1] === '<unknown>') return null;
  const have = parseQuantity(match[1] ?? '');
  return have === undefined ? undefined : (want === 0 ? 1 : have / want) + Math.log2(want + 1) * 1e-12;
}

/** A version with what comes before it ("v1.20.0-rc.1") in front; other text in natural order. */
function textKey(text: string): string {
  const [, version, before] = /^(v?\d+(?:\.\d+)+)(-.*)?$/i.exec(text) ?? [];
  if (version === undefined) return naturalKey(text);
  return naturalKey(version) + (before === undefined ? '~' : naturalKey(before));
}

/** "3 (2m ago)", "10%" */
function leadingNumber(text: string): number | undefined {
  const match = /^(-?\d+(?:\.\d+)?)(?:%| \(.*\))$/.exec(text);
  return match ? Number(match[1]) : undefined;
}

/** IPv6 as digits of fixed width, of several or of a range the first; IPv4 is natural text already. */
function address(all: string): string | undefined {
  const text = all.replace(/[,/].*$/, '');
  if (!text.includes(':') || !/^[0-9a-f:]+$/i.test(text)) return undefined;
  const [head = '', tail, more] = text.split('::');
  if (more !== undefined) return undefined;
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...right];
  if (groups.length !== 8 || groups.some((group) => group === '' || group.length > 4)) return undefined;
  return `:${groups.map((group) => group.toLowerCase().padStart(4, '0')).join(':')}`;
}
