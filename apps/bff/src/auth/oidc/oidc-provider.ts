import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { readTokenClaims } from '@quarterdeck/shared/service-account-token';
import * as oidc from 'openid-client';
import { Agent, fetch as plainFetch } from 'undici';
import type { OidcSettings } from './oidc-settings.ts';

export interface OidcTokens {
  readonly token: string;
  /** epoch seconds; null: the provider does not say */
  readonly expiresAt: number | null;
  readonly refreshToken: string | null;
}

/** What must fit together between the way to the provider and the way back. */
export interface OidcChecks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

const TIMEOUT_SECONDS = 10;

/** One OpenID provider: authorisation code with PKCE (RFC 7636), refresh, revocation and the end of its session. */
export class OidcProvider {
  readonly settings: OidcSettings;
  readonly #fetch: oidc.CustomFetch;
  readonly #agent: Agent | undefined;
  #configuration: Promise<oidc.Configuration> | undefined;

  constructor(settings: OidcSettings) {
    this.settings = settings;
    this.#agent = settings.ca === null ? undefined : new Agent({ connect: { ca: settings.ca } });
    this.#fetch = async (url, { method, body, headers, signal }) => {
      // the system's fetch knows no authority of ours
      const answer = await plainFetch(url, {
        method,
        redirect: 'error',
        headers,
        ...(body === undefined || body === null ? {} : { body: typeof body === 'string' ? body : String(body) }),
        ...(signal ? { signal } : {}),
        ...(this.#agent ? { dispatcher: this.#agent } : {}),
      });
      return new Response(await answer.text(), { status: answer.status, headers: [...answer.headers] });
    };
  }

  /** Where the browser goes to sign in. */
  async authorizationUrl(redirectUri: string, { state, nonce, verifier }: OidcChecks): Promise<string> {
    const configuration = await this.#discovered();
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: this.settings.scopes.join(' '),
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      // offline access is granted to who consents (OpenID Connect Core §11)
      ...(this.settings.scopes.includes('offline_access') ? { prompt: 'consent' } : {}),
    });
    return url.href;
  }

  /** The tokens for the code in the address that the provider sent the browser to. */
  async exchange(callback: URL, { state, nonce, verifier }: OidcChecks): Promise<OidcTokens> {
    const configuration = await this.#discovered();
    try {
      const answer = await oidc.authorizationCodeGrant(configuration, callback, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      return this.#tokensIn(answer, null);
    } catch (error) {
      throw this.#fault(error);
    }
  }

  /** 'refused': the provider takes this refresh token no more. Rejects when it could not be asked. */
  async refresh(refreshToken: string, subject: string | null): Promise<OidcTokens | 'refused'> {
    const configuration = await this.#discovered();
    try {
      const answer = await oidc.refreshTokenGrant(configuration, refreshToken);
      const tokens = this.#tokensIn(answer, refreshToken);
      const now = readTokenClaims(tokens.token).subject;
      return subject !== null && now !== null && now !== subject ? 'refused' : tokens;
    } catch (error) {
      const said = error instanceof oidc.ResponseBodyError ? error.error : '';
      if (['invalid_grant', 'invalid_client', 'unauthorized_client', 'access_denied'].includes(said)) return 'refused';
      throw this.#fault(error);
    }
  }

  /** Takes the refresh token back, as far as the provider lets us; never rejects. */
  async revoke(refreshToken: string): Promise<void> {
    try {
      const configuration = await this.#discovered();
      if (configuration.serverMetadata().revocation_endpoint)
        await oidc.tokenRevocation(configuration, refreshToken, { token_type_hint: 'refresh_token' });
    } catch {
      // it ends by itself
    }
  }

  /** Where the browser ends the provider's own session. Without id_token_hint: a token has no place in an address. */
  async logoutUrl(returnTo: string): Promise<string | null> {
    if (!this.settings.logout) return null;
    const configuration = await this.#discovered().catch(() => undefined);
    if (!configuration?.serverMetadata().end_session_endpoint) return null;
    return oidc.buildEndSessionUrl(configuration, { post_logout_redirect_uri: returnTo }).href;
  }

  async close(): Promise<void> {
    await this.#agent?.destroy();
  }

  #discovered(): Promise<oidc.Configuration> {
    this.#configuration ??= this.#discover().catch((error: unknown) => {
      // the provider may be up next time
      this.#configuration = undefined;
      throw this.#fault(error);
    });
    return this.#configuration;
  }

  #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    return oidc.discovery(
      new URL(issuer),
      clientId,
      clientSecret === null ? { token_endpoint_auth_method: 'none' } : clientSecret,
      clientSecret === null ? oidc.None() : undefined,
      // signatures are checked here too, not by the API server alone
      { execute: [oidc.enableNonRepudiationChecks], timeout: TIMEOUT_SECONDS, [oidc.customFetch]: this.#fetch },
    );
  }

  #tokensIn(answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers, before: string | null): OidcTokens {
    const takesAccess = this.settings.token === 'access_token';
    const token = takesAccess ? answer.access_token : answer.id_token;
    if (token === undefined) throw new Error('the provider gave no ID token');
    const seconds = takesAccess ? answer.expiresIn() : undefined;
    const stated = seconds === undefined ? undefined : Math.floor(Date.now() / 1000) + seconds;
    return {
      token,
      expiresAt: readTokenClaims(token).expiresAt ?? stated ?? null,
      refreshToken: answer.refresh_token ?? before,
    };
  }

  /** The provider's own words stay with the owner (audit log): `detail` never travels from here. */
  #fault(error: unknown): ProblemError {
    if (error instanceof ProblemError) return error;
    const params = { provider: this.settings.title };
    const said =
      error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError
        ? error.error
        : undefined;
    if (said !== undefined)
      return new ProblemError(
        problem('qd.session.oidc-refused', 'The OpenID provider refused the sign-in', { params, detail: said }),
        { cause: error },
      );
    if (error instanceof oidc.ClientError && error.code?.startsWith('OAUTH_') && error.code !== 'OAUTH_TIMEOUT')
      return new ProblemError(
        problem('qd.session.oidc-untrusted', 'The OpenID provider’s answer cannot be trusted', {
          params,
          detail: error.code,
        }),
        { cause: error },
      );
    return new ProblemError(
      problem('qd.session.oidc-unreachable', 'The OpenID provider could not be reached', { params }),
      { cause: error },
    );
  }
}
