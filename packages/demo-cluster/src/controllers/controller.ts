import type { SimulatedLoad } from '../metrics/simulated-load.ts';
import type { ClusterStore, ResourceKey, StoreEvent } from '../store.ts';
import type { ClusterIndex } from './cluster-index.ts';
import type { EventRecorder } from './event-recorder.ts';
import { type KEYS, keyText } from './kinds.ts';
import type { Timers } from './timers.ts';
import { WorkQueue } from './work-queue.ts';

export interface ControllerContext {
  readonly store: ClusterStore;
  readonly timers: Timers;
  readonly index: ClusterIndex;
  readonly events: EventRecorder;
  readonly load: SimulatedLoad;
}

const EVERYTHING = '*';

/** A control loop: which changes concern which objects, and what to do about one. */
export interface Controller {
  readonly name: string;
  readonly watches: readonly Watch[];
  /** Brings one object nearer to its spec; a returned number asks to be called again after as many milliseconds. */
  reconcile(context: ControllerContext, namespace: string, name: string): number | undefined;
}

interface Watch {
  /** undefined: every resource there is */
  readonly key: ResourceKey | undefined;
  /** Queue keys of the objects that this change concerns. */
  readonly map: (event: StoreEvent, context: ControllerContext) => Iterable<string>;
}

/** "namespace/name"; cluster-wide objects have an empty namespace. */
export function queueKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

/** The changed object itself. */
export function itself(event: StoreEvent): string[] {
  return [queueKey(event.object.metadata.namespace, event.object.metadata.name)];
}

/** The changed object's controller, when it is of the given kind; both of them when it changed hands. */
export function controllerOf(kind: keyof typeof KEYS): (event: StoreEvent) => string[] {
  return ({ object, old }) => {
    const found = new Set<string>();
    for (const one of [object, old])
      for (const owner of one?.metadata.ownerReferences ?? [])
        if (owner.controller && owner.kind === kind) found.add(queueKey(object.metadata.namespace, owner.name));
    return [...found];
  };
}

/** Starts control loops on a store; returns the function that ends them. */
export function runControllers(context: ControllerContext, controllers: readonly Controller[]): () => void {
  const { store, timers } = context;
  const routes = new Map<string, { queue: WorkQueue; map: Watch['map'] }[]>();
  const queues: WorkQueue[] = [];
  for (const controller of controllers) {
    const queue = new WorkQueue(
      timers,
      () => store.now(),
      (key) => {
        const slash = key.indexOf('/');
        const again = controller.reconcile(context, key.slice(0, slash), key.slice(slash + 1));
        if (again !== undefined) queue.addAfter(key, again);
      },
    );
    queues.push(queue);
    for (const { key, map } of controller.watches) {
      const at = key ? keyText(key) : EVERYTHING;
      routes.set(at, [...(routes.get(at) ?? []), { queue, map }]);
    }
  }
  const dispatch = (event: StoreEvent) => {
    for (const at of [keyText(event.key), EVERYTHING])
      for (const { queue, map } of routes.get(at) ?? []) for (const key of map(event, context)) queue.add(key);
  };
  const unsubscribe = store.onEvent((event) => {
    context.index.apply(event);
    dispatch(event);
  });
  for (const key of context.index.resources())
    for (const object of store.list(key)) dispatch({ type: 'ADDED', key, object });
  return () => {
    unsubscribe();
    for (const queue of queues) queue.stop();
  };
}
