import { KEYS, type Pod, type Service, type ServicePort } from '../controllers/kinds.ts';
import { readyEndpoints } from '../kubelet/network/endpoints.ts';
import { badRequest, notFound, StatusError } from '../status-error.ts';
import type { ClusterStore } from '../store.ts';

/** A port of a pod that a proxy request goes to. */
export interface ProxyTarget {
  readonly pod: Pod;
  readonly port: number;
  readonly scheme: string;
}

const SCHEMES = ['', 'http', 'https'];

/** "name", "name:port" or "scheme:name:port", as the proxy sub-resources of pods and services take it. */
function splitName(id: string): { scheme: string; name: string; port: string } | undefined {
  const parts = id.split(':');
  if (parts.length === 1) return { scheme: '', name: id, port: '' };
  if (parts.length === 2) return { scheme: '', name: parts[0] ?? '', port: parts[1] ?? '' };
  if (parts.length !== 3 || !SCHEMES.includes(parts[0] ?? '')) return undefined;
  return { scheme: parts[0] ?? '', name: parts[1] ?? '', port: parts[2] ?? '' };
}

/** The pod and port that pods/ID/proxy means. Throws the API server's words. */
export function podProxyTarget(store: ClusterStore, namespace: string, id: string): ProxyTarget {
  const split = splitName(id);
  if (!split) throw badRequest(`invalid pod request "${id}"`);
  const pod = store.get(KEYS.Pod, namespace, split.name) as Pod | undefined;
  if (!pod) throw notFound(KEYS.Pod, split.name);
  const declared = pod.spec.containers.flatMap((container) => container.ports ?? []);
  const named = declared.find(({ name }) => name === split.port)?.containerPort;
  const port = split.port === '' ? declared[0]?.containerPort : (named ?? Number(split.port));
  if (!pod.status?.podIP) throw badRequest('address not allowed');
  return { pod, port: port ?? 80, scheme: split.scheme };
}

const turns = new WeakMap<ClusterStore, Map<string, number>>();

/** One of the endpoints that services/ID/proxy leads to. Throws the API server's words when there is none. */
export function serviceProxyTarget(store: ClusterStore, namespace: string, id: string): ProxyTarget {
  const split = splitName(id);
  if (!split) throw badRequest(`invalid service request "${id}"`);
  const service = store.get(KEYS.Service, namespace, split.name) as Service | undefined;
  if (!service) throw notFound(KEYS.Service, split.name);
  const port = servicePort(service, split.port);
  const asked = /^\d+$/.test(split.port) ? split.port : `"${split.port}"`;
  if (!port) throw unavailable(`no service port ${asked} found for service "${split.name}"`);
  const ready = readyEndpoints(store, service, port);
  const counts = turns.get(store) ?? new Map<string, number>();
  turns.set(store, counts);
  const turn = counts.get(service.metadata.uid) ?? 0;
  counts.set(service.metadata.uid, turn + 1);
  const chosen = ready[turn % Math.max(1, ready.length)];
  const pod = chosen && podAt(store, chosen.address);
  if (!chosen || !pod) throw unavailable(`no endpoints available for service "${id}"`);
  return { pod, port: chosen.port, scheme: split.scheme };
}

function servicePort({ spec }: Service, wanted: string): ServicePort | undefined {
  const ports = spec.ports ?? [];
  // without a port there must be only one, or one without a name
  if (wanted === '') return ports.length === 1 ? ports[0] : ports.find(({ name }) => !name);
  return ports.find(({ name, port }) => name === wanted || String(port) === wanted);
}

function podAt(store: ClusterStore, address: string): Pod | undefined {
  return (store.list(KEYS.Pod) as Pod[]).find(({ status }) => status?.podIP === address && status.phase === 'Running');
}

const unavailable = (words: string) => new StatusError(503, 'ServiceUnavailable', words);
