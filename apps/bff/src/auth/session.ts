import { createHash } from 'node:crypto';
import type { SessionKind } from '@quarterdeck/shared/bff-api';
import type { Credential } from './credential.ts';

/**
 * An opened session: one person on one cluster. There is one object per id and process, and what renews a credential changes it in
 * place: read `credential` and the times at the moment of use, never copy them.
 */
export interface Session {
  /** 256 random bits, new at each sign-in; also the first part of every cache key that holds anything read with it */
  readonly id: string;
  readonly cluster: string;
  readonly user: { readonly name: string; readonly groups: readonly string[] };
  readonly kind: SessionKind;
  readonly credential: Credential;
  readonly csrf: string;
  readonly homeNamespace: string | null;
  /** who sees the cluster as `user` (the credential's `as`); undefined: `user` is the person */
  readonly actor?: { readonly user: Session['user']; readonly homeNamespace: string | null } | undefined;
  /** epoch seconds */
  readonly tokenExpiresAt: number | null;
  readonly sessionExpiresAt: number;
  /** how often the credential was renewed in place: of two cookies of a session the one with more is newer */
  readonly renewed?: number | undefined;
  /** where a new credential comes from without the person */
  readonly oidc?: { readonly provider: string; readonly refreshToken: string | null } | undefined;
}

/** What a session is opened with. */
export type SessionFacts = Omit<Session, 'id' | 'csrf' | 'sessionExpiresAt' | 'renewed'>;

/** A new credential for a session that lives on. */
export type Renewal = Pick<Session, 'credential' | 'tokenExpiresAt'> &
  Partial<Pick<Session, 'oidc' | 'sessionExpiresAt'>>;

/**
 * Sessions that sockets depend on: a socket registers here and is told when its session ends (sign-out, idle or absolute
 * expiry, token expiry). Requests of a person extend the idle time.
 */
export interface SessionWatch {
  /** Calls `ended` once; returns a function that stops watching. */
  watch(session: Session, ended: () => void): () => void;
}

/** Names a session to its own browser; the id itself stays in the sealed cookie. */
export function accountOf(session: Session): string {
  return createHash('sha256').update(session.id).digest('base64url').slice(0, 16);
}

/** Who signed in, also while they see the cluster as somebody else. */
export function personOf(session: Pick<Session, 'user' | 'actor'>): Session['user'] {
  return session.actor?.user ?? session.user;
}
