/** The state of a list that lives in its address. */
export interface ListSearch {
  /** text filter */
  readonly q?: string;
  /** label selector */
  readonly l?: string;
  /** field selector */
  readonly f?: string;
  /** status buckets that are shown, separated by commas */
  readonly s?: string;
  /** column id, with a leading "-" when descending */
  readonly sort?: string;
  /** ids of the columns that are shown beside the default ones, separated by commas; "wide" for all of them */
  readonly cols?: string;
  /** "table": the generic list of a kind that has one of its own */
  readonly view?: string;
  /** namespace/name of the row that stands open beside the list */
  readonly open?: string;
  /** "1" while the tape of transitions is open */
  readonly tape?: string;
}

const KEYS = [
  'q',
  'l',
  'f',
  's',
  'sort',
  'cols',
  'view',
  'open',
  'tape',
] as const satisfies readonly (keyof ListSearch)[];
const MAX_VALUE_LENGTH = 4096;

/** What of an address' query belongs to a list; anything else, and values that are no text, are dropped. */
export function readListSearch(search: Readonly<Record<string, unknown>>): ListSearch {
  const kept: { -readonly [key in keyof ListSearch]: ListSearch[key] } = {};
  for (const key of KEYS) {
    const value = search[key];
    if (typeof value === 'string' && value !== '' && value.length <= MAX_VALUE_LENGTH) kept[key] = value;
  }
  return kept;
}
