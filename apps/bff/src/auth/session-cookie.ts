import { createHash } from 'node:crypto';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { parseCookie, stringifySetCookie } from 'cookie';
import { type CookiePlace, cookieAttributes, cookiePrefix } from './cookie-place.ts';
import { readCookies } from './read-cookies.ts';

const MAX_CHUNKS = 3;
// browsers keep 4096 bytes of name, value and attributes (RFC 6265 §6.1)
const CHUNK_LENGTH = 3800;

/** Accounts that one browser keeps of a cluster: the present one in slot 0, the others beside it. */
export const MAX_ACCOUNTS = 5;

/** The cookies that hold one sealed session of a cluster, cut where it is longer than a cookie may be. */
export class SessionCookie {
  readonly #name: string;
  readonly #place: CookiePlace;

  constructor(cluster: string, place: CookiePlace, slot = 0) {
    // below a prefix a name of its own: a browser sends the cookies of "/" there as well, and chunks of two sessions must not mix
    const whose = place.basePath === '' ? cluster : `${place.basePath}\0${cluster}`;
    const digest = createHash('sha256').update(whose).digest('hex').slice(0, 8);
    this.#name = `${cookiePrefix(place)}qd-${digest}${slot === 0 ? '' : `-${slot}`}`;
    this.#place = place;
  }

  /** The sealed text in a Cookie header; undefined when there is none. */
  read(header: string | undefined): string | undefined {
    const cookies = readCookies(header);
    let text = '';
    for (let chunk = 0; chunk < MAX_CHUNKS; chunk += 1) {
      const part = cookies[this.#chunkName(chunk)];
      if (!part) break;
      text += part;
    }
    return text === '' ? undefined : text;
  }

  /** Set-Cookie headers for a sealed text; chunks of an earlier, longer one are cleared. */
  write(sealed: string, earlier: string | undefined): string[] {
    if (sealed.length > MAX_CHUNKS * CHUNK_LENGTH)
      throw new ProblemError(
        problem('qd.session.credential-too-large', 'The token is too large for the session cookie', {
          params: { limitBytes: MAX_CHUNKS * CHUNK_LENGTH },
        }),
      );
    const chunks = Math.ceil(sealed.length / CHUNK_LENGTH);
    const lines: string[] = [];
    for (let chunk = 0; chunk < chunks; chunk += 1)
      lines.push(this.#line(chunk, sealed.slice(chunk * CHUNK_LENGTH, (chunk + 1) * CHUNK_LENGTH)));
    return [...lines, ...this.clear(earlier, chunks)];
  }

  /** Set-Cookie headers that remove the chunks of a Cookie header, from one chunk on. */
  clear(header: string | undefined, from = 0): string[] {
    const cookies = parseCookie(header ?? '');
    const lines: string[] = [];
    for (let chunk = from; chunk < MAX_CHUNKS; chunk += 1)
      if (cookies[this.#chunkName(chunk)] !== undefined) lines.push(this.#line(chunk, ''));
    return lines;
  }

  #chunkName(chunk: number): string {
    return `${this.#name}.${chunk}`;
  }

  #line(chunk: number, value: string): string {
    return stringifySetCookie(this.#chunkName(chunk), value, {
      ...cookieAttributes(this.#place),
      sameSite: 'strict',
      ...(value === '' ? { maxAge: 0 } : {}),
    });
  }
}
