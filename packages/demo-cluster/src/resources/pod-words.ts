import type { ContainerStatus, PodSpec, PodStatus } from 'kubernetes-types/core/v1';
import type { DemoObject } from '../store.ts';
import { ageOf } from './resource-type.ts';

export type Pod = DemoObject & { spec: PodSpec; status?: PodStatus };

export interface PodWords {
  readonly ready: string;
  readonly status: string;
  readonly restarts: string;
}

/** READY, STATUS and RESTARTS of a pod as the API server prints them (pkg/printers/internalversion printPod). */
export function podWords(pod: Pod, now: number): PodWords {
  const status = pod.status ?? {};
  const conditions = status.conditions ?? [];
  const isTrue = (type: string) => conditions.some((c) => c.type === type && c.status === 'True');
  const gated = conditions.some((c) => c.type === 'PodScheduled' && c.reason === 'SchedulingGated');
  const phase = gated ? 'SchedulingGated' : (status.reason ?? status.phase ?? '');

  const inits = pod.spec?.initContainers ?? [];
  const sidecars = new Set(inits.filter((c) => c.restartPolicy === 'Always').map((c) => c.name));
  const initStatuses = status.initContainerStatuses ?? [];
  const isUpSidecar = (c: ContainerStatus) => sidecars.has(c.name) && c.started === true;
  const blocking = initStatuses.findIndex((c) => c.state?.terminated?.exitCode !== 0 && !isUpSidecar(c));
  const seen = blocking < 0 ? initStatuses : initStatuses.slice(0, blocking + 1);
  const readySidecars = (blocking < 0 ? initStatuses : initStatuses.slice(0, blocking)).filter(
    (c) => isUpSidecar(c) && c.ready,
  ).length;

  const blocked = blocking < 0 ? undefined : initStatuses[blocking];
  const initializing = blocked !== undefined && !isTrue('Initialized');
  const statuses = initializing ? [] : (status.containerStatuses ?? []);
  const main = containersWord(blocked ? initWord(blocked, blocking, inits.length) : phase, statuses, isTrue('Ready'));
  const counted = initializing ? seen : [...seen.filter((c) => sidecars.has(c.name)), ...statuses];
  return {
    ready: `${readySidecars + main.ready}/${(pod.spec?.containers?.length ?? 0) + sidecars.size}`,
    status: deletionWord(pod, status) ?? main.word,
    restarts: restartsWord(counted, now),
  };
}

function initWord(blocked: ContainerStatus, index: number, total: number): string {
  const { terminated, waiting } = blocked.state ?? {};
  if (terminated) {
    if (terminated.reason) return `Init:${terminated.reason}`;
    return terminated.signal ? `Init:Signal:${terminated.signal}` : `Init:ExitCode:${terminated.exitCode}`;
  }
  if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
  return `Init:${index}/${total}`;
}

/** From the last container to the first: the first one's trouble wins. */
function containersWord(start: string, statuses: readonly ContainerStatus[], podReady: boolean) {
  let word = start;
  let ready = 0;
  let hasRunning = false;
  for (const { state, ready: isReady } of [...statuses].reverse()) {
    if (state?.waiting?.reason) word = state.waiting.reason;
    else if (state?.terminated) {
      const { reason, signal, exitCode } = state.terminated;
      word = reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
    } else if (isReady && state?.running) {
      hasRunning = true;
      ready += 1;
    }
  }
  if (word === 'Completed' && hasRunning) word = podReady ? 'Running' : 'NotReady';
  return { word, ready };
}

function deletionWord(pod: Pod, status: PodStatus): string | undefined {
  if (pod.metadata.deletionTimestamp === undefined) return undefined;
  if (status.reason === 'NodeLost') return 'Unknown';
  return status.phase === 'Succeeded' || status.phase === 'Failed' ? undefined : 'Terminating';
}

function restartsWord(statuses: readonly ContainerStatus[], now: number): string {
  let restarts = 0;
  let last = '';
  for (const { restartCount, lastState } of statuses) {
    restarts += restartCount ?? 0;
    const finished = lastState?.terminated?.finishedAt;
    if (typeof finished === 'string' && finished > last) last = finished;
  }
  return restarts > 0 && last !== '' ? `${restarts} (${ageOf(last, now)} ago)` : String(restarts);
}
