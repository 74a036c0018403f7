import type { SignInBody } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { readPastedToken, readTokenClaims } from '@quarterdeck/shared/service-account-token';
import type { Cluster } from '../clusters/cluster.ts';
import type { LocalUser } from '../clusters/cluster-settings.ts';
import type { ReadyLogin } from '../config.ts';
import type { Clock } from '../live/clock.ts';
import type { Credential } from './credential.ts';
import type { LocalKey } from './local-key.ts';
import { proveCredential } from './prove-credential.ts';
import type { Session } from './session.ts';

/** What a session is opened with. */
export type SessionFacts = Omit<Session, 'id' | 'csrf' | 'sessionExpiresAt'>;

export interface SignInOptions {
  readonly readyLogins: readonly ReadyLogin[];
  readonly localKey: LocalKey | null;
  readonly clock: Clock;
}

interface Claim {
  readonly kind: Session['kind'];
  readonly credential: Credential;
}

/** Turns what a person offers into a credential, and proves it to the API server. */
export async function signIn(
  cluster: Cluster,
  localUser: LocalUser | null,
  body: SignInBody,
  options: SignInOptions,
): Promise<SessionFacts> {
  const { kind, credential } = readClaim(cluster, localUser, body, options);
  const token = credential.kind === 'bearer' ? readTokenClaims(credential.token) : null;
  const identity = await proveCredential(cluster, credential).catch((error: unknown) => {
    const expired = token?.expiresAt != null && token.expiresAt * 1000 <= options.clock.now();
    // the API server alone decides; the claim only tells why it said no
    if (expired && error instanceof ProblemError && error.problem.code === 'qd.session.token-rejected')
      throw new ProblemError(
        problem('qd.session.token-expired', 'The token has expired', { params: { cluster: cluster.name } }),
      );
    throw error;
  });
  const isLocal = kind === 'local-user';
  const name = identity.name ?? token?.subject ?? (isLocal ? localUser?.name : undefined) ?? 'unknown';
  const serviceAccount = name.match(/^system:serviceaccount:([^:]+):[^:]+$/);
  return {
    cluster: cluster.name,
    user: { name, groups: identity.groups },
    kind,
    credential,
    homeNamespace: (isLocal ? localUser?.namespace : null) ?? serviceAccount?.[1] ?? token?.namespace ?? null,
    tokenExpiresAt: token?.expiresAt ?? null,
  };
}

function readClaim(cluster: Cluster, localUser: LocalUser | null, body: SignInBody, options: SignInOptions): Claim {
  const params = { cluster: cluster.name };
  if ('localKey' in body) {
    if (!localUser || !options.localKey)
      throw new ProblemError(problem('qd.session.login-unknown', 'No local user is offered here', { params }));
    if (!options.localKey.matches(body.localKey))
      throw new ProblemError(
        problem('qd.session.local-key-wrong', 'The key is not the one printed at start', { params }),
      );
    return { kind: 'local-user', credential: { kind: 'local-user' } };
  }
  if ('readyLogin' in body) {
    const login = options.readyLogins.find(({ id, cluster: of }) => id === body.readyLogin && of === cluster.name);
    if (!login) throw new ProblemError(problem('qd.session.login-unknown', 'There is no such login', { params }));
    return { kind: 'ready-login', credential: { kind: 'bearer', token: login.token } };
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
