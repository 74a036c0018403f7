import { objectsIn, textAt, valueAt } from '../json-value.ts';
import { badRequest, notFound, StatusError } from '../status-error.ts';
import type { ClusterStore, DemoObject } from '../store.ts';

const PODS = { group: '', resource: 'pods' };

export interface PodTarget {
  readonly pod: DemoObject;
  readonly container: string;
}

/** A pod that runs, or the words for why a port of it cannot be forwarded. */
export function requirePod(store: ClusterStore, namespace: string, name: string): DemoObject {
  const pod = store.get(PODS, namespace, name);
  if (!pod) throw notFound(PODS, name);
  if (textAt(pod, 'spec', 'nodeName') === '') throw badRequest(`pod ${name} does not have a host assigned`);
  return pod;
}

/** The pod and container that a log, exec or attach request means. Throws the API server's words. */
export function podTarget(store: ClusterStore, namespace: string, name: string, query: URLSearchParams): PodTarget {
  const pod = store.get(PODS, namespace, name);
  if (!pod) throw notFound(PODS, name);
  const names = (list: string) => objectsIn(pod, 'spec', list).map((container) => textAt(container, 'name'));
  const containers = names('containers');
  const others = [...names('initContainers'), ...names('ephemeralContainers')];
  const asked = query.get('container') ?? '';
  if (asked === '') {
    const [only] = containers;
    if (containers.length === 1 && only !== undefined) return { pod, container: only };
    const inits = names('initContainers');
    const more = inits.length > 0 ? ` or one of the init containers: [${inits.join(' ')}]` : '';
    throw badRequest(
      `a container name must be specified for pod ${name}, choose one of: [${containers.join(' ')}]${more}`,
    );
  }
  if (!containers.includes(asked) && !others.includes(asked))
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  return { pod, container: asked };
}

const STATUS_LISTS = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'];

/** Exec and attach need a container that runs; a kubelet says so before the connection is upgraded. */
export function requireRunning({ pod, container }: PodTarget): void {
  const phase = textAt(pod, 'status', 'phase');
  if (phase === 'Succeeded' || phase === 'Failed')
    throw badRequest(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  if (textAt(pod, 'spec', 'nodeName') === '')
    throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  const statuses = STATUS_LISTS.flatMap((list) => objectsIn(pod, 'status', list));
  const status = statuses.find((each) => each['name'] === container);
  if (valueAt(status, 'state', 'running') !== undefined) return;
  const words = `unable to upgrade connection: container not found ("${container}")`;
  throw new StatusError(500, 'InternalError', words, { causes: [{ message: words }] });
}
