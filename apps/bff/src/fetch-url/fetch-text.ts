import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { FetchedUrl } from '@quarterdeck/shared/bff-api';
import { ProblemError } from '@quarterdeck/shared/problem';
import { isAllowedHost } from './allowed-hosts.ts';
import { fetchError } from './fetch-error.ts';
import { isPublicAddress } from './public-address.ts';
import { requestOnce } from './request-once.ts';

export interface FetchTextOptions {
  readonly allowedHosts: readonly string[];
  /** every address of a name; asked once for each hop */
  readonly resolve?: (host: string) => Promise<readonly LookupAddress[]>;
  readonly isPublic?: (address: string) => boolean;
  readonly ports?: readonly string[];
  readonly ca?: Buffer | string;
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
}

const MAX_REDIRECTS = 5;
const MAX_BYTES = 3 * 1024 * 1024;
const TIMEOUT_MS = 10_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
// a server of raw files says octet-stream or nothing: the bytes themselves are looked at as well
const TEXT = /^(?:text\/(?!html\b)|application\/(?:[\w.-]+\+)?(?:yaml|x-yaml|json|toml|octet-stream)\b)/i;

/**
 * Fetches a text from the public Internet for a person: https only, each hop's host on the operator's list and its addresses public,
 * the connection pinned to the address that was checked, bounded in redirects, bytes and time. Rejects with a ProblemError.
 */
export async function fetchText(address: string, options: FetchTextOptions): Promise<FetchedUrl> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  let from = '';
  try {
    let url = checkedUrl(address, undefined, options);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      from = url.hostname;
      const pinned = await publicAddressOf(url, options, signal);
      const answer = await requestOnce({ url, address: pinned, signal, ca: options.ca });
      const status = answer.statusCode ?? 0;
      const { location } = answer.headers;
      if (!REDIRECTS.has(status) || location === undefined)
        return { url: url.href, text: await textOf(answer, from, options) };
      answer.destroy();
      url = checkedUrl(location, url, options);
    }
    throw fetchError('qd.fetch.bad-answer', 'Too many redirects', { host: from, status: 310 });
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    if (signal.aborted) throw fetchError('qd.fetch.timeout', 'The server took too long', { host: from }, error);
    throw fetchError('qd.fetch.unreachable', 'The server cannot be reached', { host: from }, error);
  }
}

/** The URL, if it may be asked at all: the parser has already made "0x7f.1" and "2130706433" plain addresses. */
function checkedUrl(text: string, base: URL | undefined, { allowedHosts, ports = ['', '443'] }: FetchTextOptions): URL {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch (error) {
    throw fetchError('qd.fetch.url-refused', 'This is no address', {}, error);
  }
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '' || !ports.includes(url.port))
    throw fetchError(
      'qd.fetch.url-refused',
      'Only https addresses at the usual port, without a password, are fetched',
      {
        host: url.hostname,
      },
    );
  if (!isAllowedHost(allowedHosts, url.hostname))
    throw fetchError('qd.fetch.host-refused', 'This host is not on the list', { host: url.hostname });
  return url;
}

/** The address to connect to. One that is not public among several refuses them all: the next answer may pick another. */
async function publicAddressOf(
  { hostname }: URL,
  { resolve = (host) => lookup(host, { all: true, verbatim: true }), isPublic = isPublicAddress }: FetchTextOptions,
  signal: AbortSignal,
): Promise<string> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const found = isIP(host) === 0 ? await raced(resolve(host), signal) : [{ address: host }];
  const [first] = found;
  if (first === undefined) throw fetchError('qd.fetch.unreachable', 'The name has no address', { host });
  if (!found.every(({ address }) => isPublic(address)))
    throw fetchError('qd.fetch.address-refused', 'The name leads to an address that is not public', { host });
  return first.address;
}

/** A look-up cannot be aborted: it is left alone when the time is over. */
function raced<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

async function textOf(
  answer: IncomingMessage,
  host: string,
  { maxBytes = MAX_BYTES }: FetchTextOptions,
): Promise<string> {
  try {
    const status = answer.statusCode ?? 0;
    if (status !== 200) throw fetchError('qd.fetch.bad-answer', 'The server answered with an error', { host, status });
    const {
      'content-type': type = '',
      'content-encoding': encoding = 'identity',
      'content-length': length,
    } = answer.headers;
    if (encoding !== 'identity' || (type !== '' && !TEXT.test(type))) {
      const shown = encoding === 'identity' ? type : encoding;
      throw fetchError('qd.fetch.not-text', 'The answer is no plain text', { host, type: shown.slice(0, 100) });
    }
    const tooLarge = (): ProblemError =>
      fetchError('qd.fetch.too-large', 'The answer is too large', { host, limitBytes: maxBytes });
    if (Number(length ?? 0) > maxBytes) throw tooLarge();
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
    return decoded(Buffer.concat(chunks), host);
  } finally {
    answer.destroy();
  }
}

function decoded(bytes: Buffer, host: string): string {
  const binary = fetchError('qd.fetch.not-text', 'The answer is no plain text', { host, type: 'binary' });
  if (bytes.includes(0)) throw binary;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw binary;
  }
}
