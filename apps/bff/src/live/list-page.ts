import type { UpstreamResponse } from '../clusters/cluster.ts';
import { problemOfAnswer, readBounded } from './upstream-answer.ts';
import { outcomeOf, type WatchOutcome } from './watch-outcome.ts';

const MAX_PAGE_BYTES = 64 * 1024 * 1024;

interface PlaceInList {
  readonly limit: number;
  /** "" for the first page */
  readonly token: string;
}

/** The bytes of a page, null when they are too many; or why there is none. */
type PageAnswer = { readonly bytes: Buffer | null } | WatchOutcome;

/** A page that is on its way. */
interface AskedPage extends PlaceInList {
  readonly answer: Promise<PageAnswer>;
}

/** Asks for a page, perhaps while the page before it is still being taken in. */
export function askPage(place: PlaceInList, open: () => Promise<UpstreamResponse>): AskedPage {
  const answer = readPage(open);
  // who waits for it hears of a failure then
  answer.catch(() => {});
  return { ...place, answer };
}

async function readPage(open: () => Promise<UpstreamResponse>): Promise<PageAnswer> {
  const response = await open();
  if (response.status !== 200) return outcomeOf(await problemOfAnswer(response));
  return { bytes: await readBounded(response.body, MAX_PAGE_BYTES) };
}
