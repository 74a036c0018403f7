import { createHash } from 'node:crypto';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { readTokenClaims } from '@quarterdeck/shared/service-account-token';
import { stringifySetCookie } from 'cookie';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import * as z from 'zod';
import type { Clock } from '../../live/clock.ts';
import { type CookiePlace, cookieAttributes, cookiePrefix } from '../cookie-place.ts';
import { readCookies } from '../read-cookies.ts';
import type { SessionSeal } from '../sealed-session.ts';
import type { Renewal, Session } from '../session.ts';
import type { Claim } from '../sign-in.ts';
import { OidcProvider } from './oidc-provider.ts';
import type { OidcSettings } from './oidc-settings.ts';

const WAY_SECONDS = 600;
/** Where every provider sends the browser back to; to be registered there with the public URL before it. */
export const CALLBACK_PATH = '/oidc/callback';

const way = z.object({
  provider: z.string(),
  cluster: z.string(),
  origin: z.string(),
  next: z.string().nullable(),
  mode: z.enum(['replace', 'add', 'renew']),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  until: z.number(),
});
/** A sign-in that is under way at a provider. */
export type OidcWay = z.infer<typeof way>;

interface OidcLoginsOptions {
  readonly settings: readonly OidcSettings[];
  readonly seal: SessionSeal;
  readonly clock: Clock;
  readonly cookies: CookiePlace;
}

/**
 * Sign-ins by OpenID providers. What is under way is a sealed cookie of its own, bound to the `state`: Lax, since the provider's
 * redirect comes from another site, and good for one use.
 */
export class OidcLogins {
  readonly #options: OidcLoginsOptions;
  readonly #providers: ReadonlyMap<string, OidcProvider>;
  /** states that have been used → epoch milliseconds until which their cookie would still open */
  readonly #used = new Map<string, number>();

  constructor(options: OidcLoginsOptions) {
    this.#options = options;
    this.#providers = new Map(options.settings.map((settings) => [settings.id, new OidcProvider(settings)]));
  }

  /** The providers that a cluster trusts. */
  of(cluster: string): readonly { readonly id: string; readonly title: string }[] {
    return this.#options.settings
      .filter(({ clusters }) => clusters === null || clusters.includes(cluster))
      .map(({ id, title }) => ({ id, title }));
  }

  /** Begins a sign-in: where the browser goes, and the cookie that brings it back. */
  async begin(
    asked: Pick<OidcWay, 'provider' | 'cluster' | 'origin' | 'next' | 'mode'>,
  ): Promise<{ readonly url: string; readonly setCookie: string }> {
    const provider = this.of(asked.cluster).some(({ id }) => id === asked.provider)
      ? this.#providers.get(asked.provider)
      : undefined;
    if (!provider) throw new ProblemError(problem('qd.session.login-unknown', 'There is no such provider'));
    const checks = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
    const url = await provider.authorizationUrl(this.#callback(asked.origin), checks);
    const until = this.#options.clock.now() + WAY_SECONDS * 1000;
    const sealed = await this.#options.seal.sealJson({ ...asked, ...checks, until } satisfies OidcWay);
    return { url, setCookie: this.#cookie(checks.state, sealed, WAY_SECONDS) };
  }

  /** The way that an answer's `state` belongs to; undefined when there is none, it is too old, or was gone before. */
  async find(state: string, cookieHeader: string | undefined): Promise<OidcWay | undefined> {
    const now = this.#options.clock.now();
    for (const [used, until] of this.#used) if (until <= now) this.#used.delete(used);
    const text = readCookies(cookieHeader)[this.#cookieName(state)];
    const found = text === undefined ? undefined : await this.#options.seal.openJson(text, way);
    if (found?.state !== state || found.until <= now || this.#used.has(state)) return undefined;
    this.#used.set(state, found.until);
    return found;
  }

  /** Set-Cookie header that forgets a way. */
  clear(state: string): string {
    return this.#cookie(state, '', 0);
  }

  /** What the provider's answer claims; the API server is still to prove it. */
  async finish(found: OidcWay, answer: URLSearchParams): Promise<Claim> {
    const provider = this.#providers.get(found.provider);
    if (!provider) throw new ProblemError(problem('qd.session.login-unknown', 'There is no such provider'));
    const { token, expiresAt, refreshToken } = await provider.exchange(
      new URL(`${this.#callback(found.origin)}?${answer}`),
      found,
    );
    return {
      kind: 'oidc',
      credential: { kind: 'bearer', token },
      expiresAt,
      oidc: { provider: found.provider, refreshToken },
    };
  }

  /** A new token for a session that is about to lose its own. */
  readonly renew = async (session: Session): Promise<Renewal | 'refused'> => {
    const { oidc, credential } = session;
    const provider = oidc ? this.#providers.get(oidc.provider) : undefined;
    if (!provider || oidc?.refreshToken == null || credential.kind !== 'bearer') return 'refused';
    const tokens = await provider.refresh(oidc.refreshToken, readTokenClaims(credential.token).subject);
    if (tokens === 'refused') return tokens;
    return {
      credential: { ...credential, token: tokens.token },
      tokenExpiresAt: tokens.expiresAt,
      oidc: { provider: oidc.provider, refreshToken: tokens.refreshToken },
    };
  };

  /** After signing out: takes the refresh token back, and says where the browser ends the provider's own session. */
  async leave({ oidc }: Session, origin: string | undefined): Promise<string | null> {
    const provider = oidc ? this.#providers.get(oidc.provider) : undefined;
    if (!provider) return null;
    // nobody waits for it
    if (oidc?.refreshToken != null) void provider.revoke(oidc.refreshToken);
    return origin === undefined ? null : provider.logoutUrl(`${origin}${this.#options.cookies.basePath}/sign-in`);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#providers.values()].map((provider) => provider.close()));
  }

  #callback(origin: string): string {
    return origin + this.#options.cookies.basePath + CALLBACK_PATH;
  }

  #cookieName(state: string): string {
    const digest = createHash('sha256').update(state).digest('hex').slice(0, 12);
    return `${cookiePrefix(this.#options.cookies)}qd-way-${digest}`;
  }

  #cookie(state: string, value: string, maxAge: number): string {
    return stringifySetCookie(this.#cookieName(state), value, {
      ...cookieAttributes(this.#options.cookies),
      sameSite: 'lax',
      maxAge,
    });
  }
}
