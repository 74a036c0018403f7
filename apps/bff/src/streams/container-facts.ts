import type { LogExit, LogSourceFrame } from '@quarterdeck/shared/log-protocol';
import { isJsonObject, type JsonObject, metadataText } from '../live/table.ts';
import { type ContainerState, objectIn, stateIn } from './container-state.ts';

type ContainerKind = LogSourceFrame['kind'];

/** One look at a container whose log is read. */
export interface ContainerSight {
  /** gone: its pod is deleted, or another pod has the name */
  readonly state: ContainerState | { readonly is: 'gone' };
  /** "" and null where the pod may not be read */
  readonly uid: string;
  readonly instance: number | null;
  readonly kind: ContainerKind;
  /** how the newest instance ended that has ended */
  readonly exit?: LogExit;
}

/** How a follower looks at its container. */
export interface ContainerView {
  ask(signal: AbortSignal): Promise<ContainerSight>;
  /** Resolves when there may be something new to see, at the latest after `ms`. */
  changed(ms: number, signal: AbortSignal): Promise<void>;
}

const LISTS = [
  ['initContainers', 'initContainerStatuses', 'init'],
  ['containers', 'containerStatuses', 'container'],
  ['ephemeralContainers', 'ephemeralContainerStatuses', 'ephemeral'],
] as const;

/** Every container of a pod by its name. */
export function containersIn(pod: JsonObject): ReadonlyMap<string, ContainerSight> {
  const namespace = metadataText(pod, 'namespace');
  const name = metadataText(pod, 'name');
  const sights = new Map<string, ContainerSight>();
  for (const [list, statuses, kind] of LISTS) {
    for (const spec of itemsIn(objectIn(pod, 'spec')[list])) {
      const container = textIn(spec, 'name');
      if (container === '') continue;
      const status = itemsIn(objectIn(pod, 'status')[statuses]).find((one) => one['name'] === container) ?? {};
      const restarts = status['restartCount'];
      const exit = exitIn(objectIn(status, 'state')) ?? exitIn(objectIn(status, 'lastState'));
      sights.set(container, {
        state: stateIn(pod, { namespace, pod: name, container }),
        uid: metadataText(pod, 'uid'),
        instance: typeof restarts === 'number' && Number.isSafeInteger(restarts) && restarts >= 0 ? restarts : 0,
        kind,
        ...(exit ? { exit } : {}),
      });
    }
  }
  return sights;
}

function exitIn(state: JsonObject): LogExit | undefined {
  const terminated = state['terminated'];
  if (!isJsonObject(terminated)) return undefined;
  const code = terminated['exitCode'];
  return {
    code: typeof code === 'number' ? code : 0,
    reason: textIn(terminated, 'reason'),
    at: textIn(terminated, 'finishedAt'),
  };
}

function textIn(value: JsonObject, key: string): string {
  const text = value[key];
  return typeof text === 'string' ? text : '';
}

function itemsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
