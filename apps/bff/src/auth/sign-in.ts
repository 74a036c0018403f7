import type { KubeconfigLogin, SessionKind, SignInBody } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { readPastedToken, readTokenClaims } from '@quarterdeck/shared/service-account-token';
import type { Cluster } from '../clusters/cluster.ts';
import type { LocalUser } from '../clusters/cluster-settings.ts';
import type { ReadyLogin } from '../config.ts';
import type { Clock } from '../live/clock.ts';
import type { Credential } from './credential.ts';
import { credentialOfKubeconfig } from './kubeconfig-login.ts';
import type { LocalKey } from './local-key.ts';
import { proveCredential } from './prove-credential.ts';
import type { Session, SessionFacts } from './session.ts';

export interface SignInOptions {
  readonly readyLogins: readonly ReadyLogin[];
  readonly localKey: LocalKey | null;
  readonly clock: Clock;
}

/** What a person claims to be signed in with. */
export interface Claim {
  readonly kind: SessionKind;
  readonly credential: Credential;
  /** epoch seconds, where something else than the token says it */
  readonly expiresAt?: number | null;
  /** the name to show where the API server does not tell it */
  readonly name?: string;
  readonly namespace?: string | null;
  readonly oidc?: Session['oidc'];
}

/** Turns what a person offers into a credential. */
export function readClaim(
  cluster: Cluster,
  localUser: LocalUser | null,
  body: SignInBody,
  proxyToken: string | undefined,
  options: SignInOptions,
): Claim {
  const params = { cluster: cluster.name };
  if ('localKey' in body) {
    if (!localUser || !options.localKey)
      throw new ProblemError(problem('qd.session.login-unknown', 'No local user is offered here', { params }));
    if (!options.localKey.matches(body.localKey))
      throw new ProblemError(
        problem('qd.session.local-key-wrong', 'The key is not the one printed at start', { params }),
      );
    const { name, namespace } = localUser;
    return { kind: 'local-user', credential: { kind: 'local-user' }, name, namespace };
  }
  if ('readyLogin' in body) {
    const login = options.readyLogins.find(({ id, cluster: of }) => id === body.readyLogin && of === cluster.name);
    if (!login) throw new ProblemError(problem('qd.session.login-unknown', 'There is no such login', { params }));
    return { kind: 'ready-login', credential: { kind: 'bearer', token: login.token } };
  }
  if ('kubeconfig' in body) return claimOfKubeconfig(body.kubeconfig, options.clock);
  if ('proxy' in body) {
    if (proxyToken === undefined)
      throw new ProblemError(problem('qd.session.proxy-silent', 'No trusted proxy has said who this is', { params }));
    return { kind: 'proxy', credential: { kind: 'bearer', token: proxyToken } };
  }
  const pasted = readPastedToken(body.token);
  if ('fault' in pasted) {
    if (pasted.fault === 'too-long')
      throw new ProblemError(problem('qd.session.credential-too-large', 'The token is too large', { params }));
    const fault = { params: { ...params, fault: pasted.fault } };
    throw new ProblemError(problem('qd.session.token-malformed', 'This is no bearer token', fault));
  }
  return { kind: 'token', credential: { kind: 'bearer', token: pasted.token } };
}

/** Proves a claim to the API server, which alone decides, and says whose it is. */
export async function signIn(cluster: Cluster, claim: Claim, clock: Clock): Promise<SessionFacts> {
  const { kind, credential } = claim;
  const token = credential.kind === 'bearer' ? readTokenClaims(credential.token) : null;
  const identity = await proveCredential(cluster, credential).catch((error: unknown) => {
    const expired = token?.expiresAt != null && token.expiresAt * 1000 <= clock.now();
    // the API server alone decides; the claim only tells why it said no
    if (expired && error instanceof ProblemError && error.problem.code === 'qd.session.token-rejected')
      throw new ProblemError(
        problem('qd.session.token-expired', 'The token has expired', { params: { cluster: cluster.name } }),
      );
    throw error;
  });
  const name = identity.name ?? token?.subject ?? claim.name ?? 'unknown';
  const serviceAccount = name.match(/^system:serviceaccount:([^:]+):[^:]+$/);
  return {
    cluster: cluster.name,
    user: { name, groups: identity.groups },
    kind,
    credential,
    homeNamespace: claim.namespace ?? serviceAccount?.[1] ?? token?.namespace ?? null,
    tokenExpiresAt: claim.expiresAt ?? token?.expiresAt ?? null,
    ...(claim.oidc ? { oidc: claim.oidc } : {}),
  };
}

function claimOfKubeconfig(login: KubeconfigLogin, clock: Clock): Claim {
  const { credential, expiresAt, name } = credentialOfKubeconfig(login, Math.floor(clock.now() / 1000));
  const { namespace } = login;
  return {
    kind: 'kubeconfig',
    credential,
    expiresAt,
    // it becomes part of addresses only
    namespace: namespace !== undefined && /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace) ? namespace : null,
    ...(name === undefined ? {} : { name }),
  };
}
