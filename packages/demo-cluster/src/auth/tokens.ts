import { generateKeyPairSync, randomUUID, sign, verify } from 'node:crypto';
import { isJsonObject, textAt, valueAt } from '../json-value.ts';
import type { ClusterStore, DemoObject } from '../store.ts';
import type { OidcTokens } from './oidc-tokens.ts';

export interface User {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

export interface IssueOptions {
  readonly expirationSeconds: number;
  readonly audiences?: readonly string[] | undefined;
  /** the object that the token dies with */
  readonly boundTo?: { readonly kind: string; readonly name: string; readonly uid: string } | undefined;
}

const AUDIENCE = 'https://kubernetes.default.svc.cluster.local';
const SERVICE_ACCOUNTS = { group: '', resource: 'serviceaccounts' };
const BOUND_RESOURCES: Record<string, string> = { Pod: 'pods', Secret: 'secrets', Node: 'nodes' };

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Issues and checks the cluster's bearer tokens: JWTs of ServiceAccounts, signed with a key that lives as long as the process. */
export class Tokens {
  readonly #store: ClusterStore;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #static = new Map<string, User>();
  readonly #revoked = new Set<string>();
  #revokedBefore = 0;
  #serial = 0;

  readonly #oidc: OidcTokens | undefined;

  constructor(store: ClusterStore, oidc?: OidcTokens) {
    this.#store = store;
    this.#oidc = oidc;
  }

  /** What must be fetched before a request's token can be judged; nothing for our own. */
  async prepare(authorization: string | undefined): Promise<void> {
    const token = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token !== undefined) await this.#oidc?.prepare(token);
  }

  /** Whom tokens are for when nobody says otherwise. */
  readonly audiences: readonly string[] = [AUDIENCE];

  /** A token that is no JWT, for a user that is no ServiceAccount (the admin of the kubeconfig). Never expires. */
  addStatic(token: string, name: string, groups: readonly string[]): void {
    this.#static.set(token, { name, uid: '', groups: [...groups, 'system:authenticated'], extra: {} });
  }

  /** A token of TokenRequest: bound, with an end. */
  issue(
    account: DemoObject,
    { expirationSeconds, audiences, boundTo }: IssueOptions,
  ): { token: string; expires: number } {
    const now = Math.floor(this.#store.now() / 1000);
    const { namespace = '', name, uid } = account.metadata;
    const bound = boundTo && { [boundTo.kind.toLowerCase()]: { name: boundTo.name, uid: boundTo.uid } };
    const token = this.#sign({
      aud: audiences?.length ? audiences : [AUDIENCE],
      exp: now + expirationSeconds,
      iat: now,
      iss: AUDIENCE,
      jti: randomUUID(),
      'kubernetes.io': { namespace, serviceaccount: { name, uid }, ...bound },
      nbf: now,
      sub: `system:serviceaccount:${namespace}:${name}`,
    });
    return { token, expires: (now + expirationSeconds) * 1000 };
  }

  /** The endless kind that lives in a Secret of type kubernetes.io/service-account-token. */
  issueForSecret(account: DemoObject, secretName: string): string {
    const { namespace = '', name, uid } = account.metadata;
    return this.#sign({
      iss: 'kubernetes/serviceaccount',
      'kubernetes.io/serviceaccount/namespace': namespace,
      'kubernetes.io/serviceaccount/secret.name': secretName,
      'kubernetes.io/serviceaccount/service-account.name': name,
      'kubernetes.io/serviceaccount/service-account.uid': uid,
      sub: `system:serviceaccount:${namespace}:${name}`,
    });
  }

  /** Who a token is; undefined when it is wrong, expired, revoked, or its account or bound object is gone. */
  userOf(token: string, audiences: readonly string[] = [AUDIENCE]): User | undefined {
    const known = this.#static.get(token);
    if (known) return known;
    const provided = this.#oidc?.userOf(token, this.#store.now());
    if (provided) return this.#revoked.has(token) ? undefined : provided;
    const claims = this.#verified(token);
    if (!claims || this.#revoked.has(token) || this.#revoked.has(textAt(claims, 'sub'))) return undefined;
    if (Number(claims['qd.serial']) <= this.#revokedBefore) return undefined;
    const legacy = textAt(claims, 'iss') === 'kubernetes/serviceaccount';
    return legacy ? this.#legacyUser(claims) : this.#boundUser(claims, audiences);
  }

  /** Expires every token that was issued until now, or the ones of a subject, or one token. `restore` takes all of it back. */
  expire(what: string | 'all' | 'restore'): void {
    if (what === 'all') this.#revokedBefore = this.#serial;
    else if (what === 'restore') {
      this.#revokedBefore = 0;
      this.#revoked.clear();
    } else this.#revoked.add(what);
  }

  #sign(claims: Record<string, unknown>): string {
    this.#serial += 1;
    const head = encode({ alg: 'ES256', kid: 'demo', typ: 'JWT' });
    const text = `${head}.${encode({ ...claims, 'qd.serial': this.#serial })}`;
    const signature = sign('sha256', Buffer.from(text), { key: this.#keys.privateKey, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
  }

  #verified(token: string): Record<string, unknown> | undefined {
    const parts = token.split('.');
    if (parts.length !== 3) return undefined;
    const [head, payload, signature] = parts as [string, string, string];
    const key = { key: this.#keys.publicKey, dsaEncoding: 'ieee-p1363' } as const;
    if (!verify('sha256', Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url')))
      return undefined;
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return isJsonObject(claims) ? claims : undefined;
  }

  #legacyUser(claims: Record<string, unknown>): User | undefined {
    const namespace = claims['kubernetes.io/serviceaccount/namespace'] as string;
    const name = claims['kubernetes.io/serviceaccount/service-account.name'] as string;
    const secret = claims['kubernetes.io/serviceaccount/secret.name'] as string;
    if (!this.#store.get({ group: '', resource: 'secrets' }, namespace, secret)) return undefined;
    return this.#account(namespace, name, claims['kubernetes.io/serviceaccount/service-account.uid']);
  }

  #boundUser(claims: Record<string, unknown>, audiences: readonly string[]): User | undefined {
    const aud = Array.isArray(claims['aud']) ? claims['aud'] : [];
    if (!audiences.some((audience) => aud.includes(audience))) return undefined;
    if (Number(claims['exp']) * 1000 <= this.#store.now()) return undefined;
    const private_ = claims['kubernetes.io'];
    const namespace = textAt(private_, 'namespace');
    for (const [kind, resource] of Object.entries(BOUND_RESOURCES)) {
      const bound = valueAt(private_, kind.toLowerCase());
      if (bound === undefined) continue;
      const object = this.#store.get(
        { group: '', resource },
        kind === 'Node' ? undefined : namespace,
        textAt(bound, 'name'),
      );
      if (object?.metadata.uid !== textAt(bound, 'uid')) return undefined;
    }
    return this.#account(
      namespace,
      textAt(private_, 'serviceaccount', 'name'),
      valueAt(private_, 'serviceaccount', 'uid'),
      textAt(claims, 'jti'),
    );
  }

  #account(namespace: string, name: string, uid: unknown, jti?: string): User | undefined {
    const account = this.#store.get(SERVICE_ACCOUNTS, namespace, name);
    if (account?.metadata.uid !== uid) return undefined;
    return {
      name: `system:serviceaccount:${namespace}:${name}`,
      uid: account?.metadata.uid ?? '',
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
      extra: jti ? { 'authentication.kubernetes.io/credential-id': [`JTI=${jti}`] } : {},
    };
  }
}
