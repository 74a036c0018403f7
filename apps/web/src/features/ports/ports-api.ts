import type { OpenPort, PortTarget, PortVisit } from '@quarterdeck/shared/ports-protocol';
import { apiFetch } from '../../api/api-fetch.ts';

const address = (cluster: string, ...more: readonly string[]) =>
  `/api/${['clusters', cluster, 'ports', ...more].map(encodeURIComponent).join('/')}`;

/** The ports that this session has open on a cluster. */
export async function listPorts(cluster: string, signal: AbortSignal): Promise<readonly OpenPort[]> {
  return (await (await apiFetch(address(cluster), { signal })).json()) as readonly OpenPort[];
}

/** Opens a port; the address leads there once, and soon. */
export async function openPort(cluster: string, target: PortTarget): Promise<PortVisit> {
  const headers = { 'content-type': 'application/json' };
  const response = await apiFetch(address(cluster), { method: 'POST', body: JSON.stringify(target), headers });
  return (await response.json()) as PortVisit;
}

/** Another way into a port that is open. */
export async function visitPort(cluster: string, id: string): Promise<PortVisit> {
  return (await (await apiFetch(address(cluster, id, 'visit'), { method: 'POST' })).json()) as PortVisit;
}

export async function stopPort(cluster: string, id: string): Promise<void> {
  await apiFetch(address(cluster, id), { method: 'DELETE' });
}
