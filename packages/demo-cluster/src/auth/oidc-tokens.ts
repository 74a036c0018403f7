import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { get } from 'node:https';
import { isJsonObject, textAt } from '../json-value.ts';
import type { User } from './tokens.ts';

/** kube-apiserver's --oidc-… flags, with their names' meaning and defaults. */
export interface OidcOptions {
  readonly issuerUrl: string;
  readonly clientId: string;
  readonly caPem?: string | undefined;
  readonly usernameClaim?: string | undefined;
  /** undefined: the issuer and "#", or nothing for the claim "email"; "-": nothing */
  readonly usernamePrefix?: string | undefined;
  readonly groupsClaim?: string | undefined;
  readonly groupsPrefix?: string | undefined;
}

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 256 * 1024;
/** Keys that are not known are asked for no more often. */
const RELOAD_MS = 10_000;
const DIGESTS: Readonly<Record<string, string>> = {
  RS256: 'sha256',
  ES256: 'sha256',
  RS384: 'sha384',
  RS512: 'sha512',
};

/** ID tokens of an OpenID provider, checked against the keys that it publishes. */
export class OidcTokens {
  readonly #options: OidcOptions;
  #keys: ReadonlyMap<string, KeyObject> = new Map();
  #loading: Promise<void> | undefined;
  #loadedAt = 0;

  constructor(options: OidcOptions) {
    this.#options = options;
  }

  /** Fetches the provider's keys when a token was signed by one that is not known. Never rejects: the token is then refused. */
  async prepare(token: string): Promise<void> {
    const head = decoded(token.split('.')[0]);
    if (textAt(decoded(token.split('.')[1]), 'iss') !== this.#options.issuerUrl) return;
    if (this.#keys.has(textAt(head, 'kid')) || Date.now() - this.#loadedAt < RELOAD_MS) return;
    this.#loading ??= this.#load()
      .catch(() => undefined)
      .finally(() => {
        this.#loading = undefined;
      });
    await this.#loading;
  }

  /** Whose a token is; undefined when it is not this provider's, or is not good. */
  userOf(token: string, now: number): User | undefined {
    const [head = '', payload = '', signature = ''] = token.split('.');
    const claims = decoded(payload);
    if (!claims || textAt(claims, 'iss') !== this.#options.issuerUrl) return undefined;
    const header = decoded(head);
    const algorithm = textAt(header, 'alg');
    const digest = Object.hasOwn(DIGESTS, algorithm) ? DIGESTS[algorithm] : undefined;
    const key = this.#keys.get(textAt(header, 'kid'));
    if (key === undefined || digest === undefined) return undefined;
    const good = verify(
      digest,
      Buffer.from(`${head}.${payload}`),
      { key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    const audiences = [claims['aud']].flat();
    if (!good || !audiences.includes(this.#options.clientId) || Number(claims['exp']) * 1000 <= now) return undefined;
    return this.#user(claims);
  }

  #user(claims: Record<string, unknown>): User | undefined {
    const { issuerUrl, usernameClaim = 'sub', usernamePrefix, groupsClaim, groupsPrefix = '' } = this.#options;
    const name = textAt(claims, usernameClaim);
    if (name === '') return undefined;
    const usual = usernameClaim === 'email' ? '' : `${issuerUrl}#`;
    const prefix = usernamePrefix === '-' ? '' : (usernamePrefix ?? usual);
    const groups = groupsClaim === undefined ? [] : [claims[groupsClaim] ?? []].flat();
    return {
      name: prefix + name,
      uid: '',
      groups: [
        ...groups.filter((group) => typeof group === 'string').map((group) => groupsPrefix + group),
        'system:authenticated',
      ],
      extra: {},
    };
  }

  async #load(): Promise<void> {
    this.#loadedAt = Date.now();
    const { issuerUrl, caPem } = this.#options;
    const about = await read(`${issuerUrl.replace(/\/$/, '')}/.well-known/openid-configuration`, caPem);
    const list = (await read(textAt(about, 'jwks_uri'), caPem))?.['keys'];
    const keys = new Map<string, KeyObject>();
    for (const jwk of Array.isArray(list) ? list.filter(isJsonObject) : [])
      keys.set(textAt(jwk, 'kid'), createPublicKey({ key: jwk, format: 'jwk' }));
    this.#keys = keys;
  }
}

function decoded(part: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function read(url: string, ca: string | undefined): Promise<Record<string, unknown> | undefined> {
  return new Promise((resolve, reject) => {
    const request = get(url, { ...(ca === undefined ? {} : { ca }), timeout: TIMEOUT_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MAX_BYTES) request.destroy(new Error('too large'));
      });
      response.on('error', reject);
      response.on('end', () => resolve(decoded(Buffer.from(text).toString('base64url'))));
    });
    request.on('timeout', () => request.destroy(new Error('timed out')));
    request.on('error', reject);
  });
}
