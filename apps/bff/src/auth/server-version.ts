import type { Cluster } from '../clusters/cluster.ts';
import { readJson } from '../clusters/read-body.ts';
import type { Credential } from './credential.ts';

const TIMEOUT_MS = 2_000;

/** The API server's gitVersion, for display; null when it does not say at once. */
export async function readServerVersion(cluster: Cluster, credential: Credential): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await cluster.request(credential, {
      method: 'GET',
      path: '/version',
      headers: { accept: 'application/json' },
      signal,
    });
    const body = await readJson(answer.body);
    const version = answer.status === 200 ? (body as { gitVersion?: unknown } | null)?.gitVersion : undefined;
    return typeof version === 'string' ? version.slice(0, 64) : null;
  } catch {
    return null;
  }
}
