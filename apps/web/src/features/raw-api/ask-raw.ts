import { isProblem } from '@quarterdeck/shared/problem';
import { k8sFetch, RefusedError } from '../../api/api-fetch.ts';

/** One answer of the API server, as it came. */
export interface RawAnswer {
  readonly path: string;
  readonly status: number;
  /** those that say something of the answer, in order */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly text: string;
  /** undefined: the text is no JSON */
  readonly json: unknown;
  /** more came than is kept */
  readonly cut: boolean;
  readonly bytes: number;
  readonly milliseconds: number;
}

export interface AskOptions {
  /** the Accept header */
  readonly accept: string;
  readonly signal: AbortSignal;
  readonly now?: () => number;
}

const MOST_BYTES = 8 * 1024 * 1024;
const TELLING = ['content-type', 'content-length', 'warning', 'retry-after', 'audit-id'];

/** Asks the API server for a path. Its refusal is an answer too. Reads no further than what a page can show. */
export async function askRaw(
  cluster: string,
  path: string,
  { accept, signal, now = () => performance.now() }: AskOptions,
): Promise<RawAnswer> {
  const begun = now();
  const { status, headers, text, bytes, cut } = await answerOf(cluster, path, { headers: { accept }, signal });
  return {
    path,
    status,
    headers: TELLING.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value] as const];
    }),
    text,
    json: cut ? undefined : parse(text),
    cut,
    bytes,
    milliseconds: Math.round(now() - begun),
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: number;
  readonly cut: boolean;
}

async function answerOf(cluster: string, path: string, init: RequestInit): Promise<Answer> {
  try {
    const response = await k8sFetch(cluster, withoutEndSlash(path), init);
    return { status: response.status, headers: response.headers, ...(await readBounded(response)) };
  } catch (error) {
    // what Quarterdeck itself refuses is no answer of the API server's
    if (!(error instanceof RefusedError) || isProblem(error.body) || error.problem.status === undefined) throw error;
    const text = typeof error.body === 'string' ? error.body : JSON.stringify(error.body);
    return { status: error.problem.status, headers: error.headers, text, bytes: text.length, cut: false };
  }
}

/** A path as the BFF passes it on: the API server takes one with a slash at its end for the same (T2.2-09). */
export function withoutEndSlash(path: string): string {
  const [, place = path, query = ''] = /^([^?]*)(\?.*)?$/s.exec(path) ?? [];
  let end = place.length;
  while (end > 1 && place[end - 1] === '/') end -= 1;
  return place.slice(0, end) + query;
}

async function readBounded(response: Response): Promise<{ text: string; bytes: number; cut: boolean }> {
  const reader = response.body?.getReader();
  if (reader === undefined) return { text: '', bytes: 0, cut: false };
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), bytes, cut: false };
    bytes += value.byteLength;
    text += decoder.decode(value, { stream: true });
    if (bytes > MOST_BYTES) {
      await reader.cancel();
      return { text: text.slice(0, MOST_BYTES), bytes, cut: true };
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Why a path cannot be asked for: the end of i18n key `raw-api:fault.…`; undefined: it can. */
export function pathFault(path: string): 'start' | 'dots' | 'endless' | undefined {
  const [place = '', query = ''] = path.split('?');
  if (!/^\/(?!\/)\S*$/.test(path)) return 'start';
  if (place.split('/').some((segment) => segment === '..' || segment === '.')) return 'dots';
  const wishes = new URLSearchParams(query);
  const isOn = (name: string) => wishes.has(name) && !['false', '0'].includes(wishes.get(name) ?? '');
  return isOn('watch') || isOn('follow') ? 'endless' : undefined;
}
