/** Visits whose places are kept; the oldest are forgotten. */
const MAX_KEPT = 50;

/** Where a list was left. */
export interface ListPlace {
  readonly top: number;
  /** uid of the active row */
  readonly active: string | undefined;
  /** uids of the selected rows */
  readonly selected: readonly string[];
}

const TOP: ListPlace = { top: 0, active: undefined, selected: [] };

const places = new Map<string, ListPlace>();

/** Notes where the list of a visit (an entry of the browser's history) stands. */
export function keepPlace(visit: string, change: Partial<ListPlace>): void {
  const place = { ...TOP, ...places.get(visit), ...change };
  places.delete(visit);
  places.set(visit, place);
  for (const oldest of places.keys()) {
    if (places.size <= MAX_KEPT) return;
    places.delete(oldest);
  }
}

/** Where the list of that visit was left, if it was. */
export function placeOf(visit: string): ListPlace | undefined {
  return places.get(visit);
}
