import type { Credential } from './credential.ts';

/** An opened session: one person on one cluster. */
export interface Session {
  /** 256 random bits, new at each sign-in; also the first part of every cache key that holds anything read with it */
  readonly id: string;
  readonly cluster: string;
  readonly user: { readonly name: string; readonly groups: readonly string[] };
  readonly kind: 'token' | 'ready-login' | 'local-user';
  readonly credential: Credential;
  readonly csrf: string;
  readonly homeNamespace: string | null;
  /** who sees the cluster as `user` (the credential's `as`); undefined: `user` is the person */
  readonly actor?: { readonly user: Session['user']; readonly homeNamespace: string | null } | undefined;
  /** epoch seconds */
  readonly tokenExpiresAt: number | null;
  readonly sessionExpiresAt: number;
}

/**
 * Sessions that sockets depend on: a socket registers here and is told when its session ends (sign-out, idle or absolute
 * expiry, token expiry). Renewals by HTTP requests extend the idle time.
 */
export interface SessionWatch {
  /** Calls `ended` once; returns a function that stops watching. */
  watch(session: Session, ended: () => void): () => void;
}
