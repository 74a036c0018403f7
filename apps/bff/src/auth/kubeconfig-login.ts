import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KubeconfigLogin } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { readPastedToken } from '@quarterdeck/shared/service-account-token';
import type { ClusterSettings } from '../clusters/cluster-settings.ts';
import type { Credential } from './credential.ts';

/**
 * The known cluster that a kubeconfig means: by the address of its server, or by its certificate authority (in a pod the same
 * cluster has another address). The address itself is never dialled, so a file cannot make us talk to anything (SSRF).
 */
export function clusterOfKubeconfig(
  login: Pick<KubeconfigLogin, 'server' | 'authority'>,
  wanted: string,
  clusters: readonly ClusterSettings[],
  anyServer: boolean,
): string {
  if (anyServer) return wanted;
  const server = URL.canParse(login.server) ? new URL(login.server) : undefined;
  const authority = login.authority === undefined ? undefined : fingerprint(Buffer.from(login.authority, 'base64'));
  const fits = clusters.filter(
    (cluster) =>
      (server !== undefined && [cluster.server, ...(cluster.addresses ?? [])].some((own) => sameServer(own, server))) ||
      (authority !== undefined && cluster.ca !== undefined && fingerprint(cluster.ca) === authority),
  );
  const found = fits.find(({ name }) => name === wanted) ?? fits[0];
  if (!found) {
    // their own file's words; nothing of ours
    const params = { server: login.server.slice(0, 200) };
    throw new ProblemError(
      problem('qd.session.kubeconfig-cluster', 'The kubeconfig’s server is no cluster of this installation', {
        params,
      }),
    );
  }
  return found.name;
}

/** What a context's user proves themselves with, and until when, where the credential says so (epoch seconds). */
export function credentialOfKubeconfig(
  { user }: KubeconfigLogin,
  nowSeconds: number,
): { readonly credential: Credential; readonly expiresAt: number | null; readonly name?: string } {
  const token = user.token === undefined ? undefined : readToken(user.token);
  if (user.certificate !== undefined && user.key !== undefined) {
    const { cert, key, expiresAt, name } = readCertificate(user.certificate, user.key);
    if (expiresAt <= nowSeconds)
      throw new ProblemError(problem('qd.session.certificate-expired', 'The client certificate has expired'));
    return { credential: { kind: 'certificate', cert, key, ...(token ? { token } : {}) }, expiresAt, name };
  }
  if (token !== undefined) return { credential: { kind: 'bearer', token }, expiresAt: null };
  if (user.username !== undefined && !user.username.includes(':'))
    return {
      credential: { kind: 'basic', username: user.username, password: user.password ?? '' },
      expiresAt: null,
      name: user.username,
    };
  throw new ProblemError(problem('qd.session.kubeconfig-empty', 'The context’s user has no credential in the file'));
}

function readToken(text: string): string {
  const read = readPastedToken(text);
  if ('fault' in read)
    throw new ProblemError(
      problem('qd.session.token-malformed', 'This is no bearer token', { params: { fault: read.fault } }),
    );
  return read.token;
}

function readCertificate(
  certificate: string,
  privateKey: string,
): { cert: string; key: string; expiresAt: number; name: string } {
  const cert = Buffer.from(certificate, 'base64').toString('latin1');
  const key = Buffer.from(privateKey, 'base64').toString('latin1');
  try {
    const parsed = new X509Certificate(cert);
    // throws for a key that wants a passphrase: there is nobody to ask for it at each connection
    if (!parsed.checkPrivateKey(createPrivateKey(key))) throw new Error('the key is of another certificate');
    // the API server takes the common name for the user's
    const name = /^CN=(.+)$/m.exec(parsed.subject)?.[1] ?? 'unknown';
    return { cert, key, expiresAt: Math.floor(Date.parse(parsed.validTo) / 1000), name };
  } catch (cause) {
    throw new ProblemError(
      problem('qd.session.certificate-invalid', 'The client certificate and its key do not fit together'),
      { cause },
    );
  }
}

function sameServer(a: URL, b: URL): boolean {
  const path = (url: URL) => url.pathname.replace(/\/+$/, '');
  return a.origin === b.origin && path(a) === path(b);
}

function fingerprint(pem: Buffer): string | undefined {
  try {
    return new X509Certificate(pem).fingerprint256;
  } catch {
    return undefined;
  }
}
