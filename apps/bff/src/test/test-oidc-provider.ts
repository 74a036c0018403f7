import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider from 'oidc-provider';
import { Agent, fetch, type RequestInit } from 'undici';
import { testCertificates } from './test-certificates.ts';

const CLIENT = 'quarterdeck';
const SECRET = 'a-secret-for-tests-of-thirty-two-characters';

/** A real OpenID provider on loopback, and a person who signs in there. */
export class TestOidcProvider {
  readonly issuer: string;
  readonly clientId = CLIENT;
  readonly clientSecret = SECRET;
  readonly ca = testCertificates.authority;
  /** how often it has given tokens */
  tokens = 0;
  readonly #server: Server;
  readonly #agent = new Agent({ connect: { ca: testCertificates.authority } });

  readonly #key: JWK;

  private constructor(server: Server, issuer: string, key: JWK) {
    this.#server = server;
    this.issuer = issuer;
    this.#key = key;
  }

  static async start(): Promise<TestOidcProvider> {
    const server = createServer({ ...testCertificates.server });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const key = { ...(await exportJWK(privateKey)), kid: 'test', alg: 'RS256', use: 'sig' };
    const provider = new TestOidcProvider(server, `https://localhost:${port}`, key);
    // an API server wants to read the keys before there is anybody to sign in
    provider.register('http://127.0.0.1:1');
    return provider;
  }

  /** Knows our server from now on; ID tokens live for so many seconds. */
  register(origin: string, idTokenSeconds = 3600): void {
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: CLIENT,
          client_secret: SECRET,
          // http redirects to loopback
          application_type: 'native',
          token_endpoint_auth_method: 'client_secret_post',
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
          redirect_uris: [`${origin}/oidc/callback`],
          post_logout_redirect_uris: [`${origin}/sign-in`],
        },
      ],
      jwks: { keys: [this.#key] },
      cookies: { keys: ['a key for tests'] },
      claims: { openid: ['sub', 'groups'], email: ['email'], profile: ['name'] },
      conformIdTokenClaims: false,
      findAccount: (_context, id) => ({
        accountId: id,
        claims: () => ({ sub: id, groups: ['shop-developers'], email: `${id}@example.com` }),
      }),
      ttl: {
        IdToken: idTokenSeconds,
        AccessToken: 600,
        RefreshToken: 86_400,
        Interaction: 600,
        Session: 600,
        Grant: 86_400,
      },
      rotateRefreshToken: true,
      features: { devInteractions: { enabled: true }, revocation: { enabled: true } },
    });
    provider.on('grant.success', () => {
      this.tokens += 1;
    });
    this.#server.removeAllListeners('request');
    this.#server.on('request', provider.callback());
  }

  /** Goes through login and consent at the provider as a browser would; the address that it sends the browser back to. */
  async walk(url: string, person: string): Promise<string> {
    const cookies = new Map<string, string>();
    let form: string | undefined;
    let at = url;
    for (let step = 0; step < 12; step += 1) {
      const header = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const init: RequestInit = {
        redirect: 'manual',
        dispatcher: this.#agent,
        headers: {
          cookie: header,
          ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(form === undefined ? {} : { method: 'POST', body: form }),
      };
      const answer = await fetch(at, init);
      form = undefined;
      for (const line of answer.headers.getSetCookie()) {
        const [pair = ''] = line.split(';', 1);
        cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
      }
      const location = answer.headers.get('location');
      if (location !== null) {
        const next = new URL(location, at);
        if (next.origin !== this.issuer) return next.href;
        at = next.href;
        continue;
      }
      const page = await answer.text();
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
      if (prompt === undefined) throw new Error(`the provider answered ${answer.status}: ${page.slice(0, 300)}`);
      form = new URLSearchParams({
        prompt,
        ...(prompt === 'login' ? { login: person, password: 'x' } : {}),
      }).toString();
    }
    throw new Error('the provider asks without end');
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
