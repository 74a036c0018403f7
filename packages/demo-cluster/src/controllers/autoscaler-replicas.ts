import { parseQuantity } from '@quarterdeck/shared/quantity';
import type { SimulatedLoad } from '../metrics/simulated-load.ts';
import type { Container, Pod } from './kinds.ts';
import { conditionOf } from './pod-state.ts';
import { millis } from './time.ts';

const DEFAULT_TOLERANCE = 0.1;
// a container has no figures before the metrics server has looked twice
const FIRST_FIGURES_MS = 15_000;
// horizontal-pod-autoscaler-cpu-initialization-period and -initial-readiness-delay
const CPU_START_MS = 300_000;
const READINESS_MS = 30_000;

export interface Target {
  /** cpu or memory */
  readonly resource: string;
  /** undefined: all containers of a pod */
  readonly container: string | undefined;
  /** per cent of the request, or an amount per pod */
  readonly utilization: number | undefined;
  readonly averageValue: number | undefined;
}

interface Tolerance {
  readonly up: number;
  readonly down: number;
}

export interface Recommendation {
  readonly replicas: number;
  readonly utilization: number | undefined;
  /** in base units: cores, bytes */
  readonly average: number;
}

/** Pods by what their figures are good for (replica_calculator.go groupPods). */
interface Groups {
  readonly usage: ReadonlyMap<Pod, number>;
  readonly unready: readonly Pod[];
  readonly missing: readonly Pod[];
}

export function toleranceOf(up: string | number | undefined, down: string | number | undefined): Tolerance {
  const of = (value: string | number | undefined) =>
    value === undefined ? DEFAULT_TOLERANCE : (parseQuantity(String(value)) ?? DEFAULT_TOLERANCE);
  return { up: of(up), down: of(down) };
}

/** How many replicas the load asks for. Throws with the calculator's words when it cannot tell. */
export function recommend(
  load: SimulatedLoad,
  pods: readonly Pod[],
  target: Target,
  { current, now, tolerance }: { current: number; now: number; tolerance: Tolerance },
): Recommendation {
  const { usage, unready, missing } = group(load, pods, target, now);
  if (usage.size === 0 && unready.every((pod) => usageOf(load, pod, target, now) === undefined))
    throw new Error(
      `unable to get metrics for resource ${target.resource}: no metrics returned from resource metrics API`,
    );
  const requests =
    target.utilization === undefined ? undefined : new Map(pods.map((pod) => [pod, requestOf(pod, target)] as const));
  if (usage.size === 0) throw new Error('did not receive metrics for targeted pods (pods might be unready)');
  const measured = ratio(usage, requests, target);
  const isWithin = (one: number) => 1 - tolerance.down <= one && one <= 1 + tolerance.up;
  const answer = (replicas: number): Recommendation => ({
    replicas,
    utilization: measured.utilization,
    average: measured.average,
  });
  const scalesUp = measured.ratio > 1;
  const countsUnready = unready.length > 0 && scalesUp;
  if (!countsUnready && missing.length === 0)
    return answer(isWithin(measured.ratio) ? current : Math.ceil(measured.ratio * usage.size));
  // what is not known is taken to be where it makes the change smaller
  const guessed = new Map(usage);
  const full = (pod: Pod) =>
    target.utilization === undefined
      ? (target.averageValue ?? 0)
      : ((requests?.get(pod) ?? 0) * target.utilization) / 100;
  for (const pod of missing) guessed.set(pod, scalesUp ? 0 : full(pod));
  if (countsUnready) for (const pod of unready) guessed.set(pod, 0);
  const cautious = ratio(guessed, requests, target).ratio;
  const turnsRound = (measured.ratio < 1 && cautious > 1) || (measured.ratio > 1 && cautious < 1);
  if (isWithin(cautious) || turnsRound) return answer(current);
  const replicas = Math.ceil(cautious * guessed.size);
  const contradicts = (cautious < 1 && replicas > current) || (cautious > 1 && replicas < current);
  return answer(contradicts ? current : replicas);
}

function group(load: SimulatedLoad, pods: readonly Pod[], target: Target, now: number): Groups {
  const usage = new Map<Pod, number>();
  const unready: Pod[] = [];
  const missing: Pod[] = [];
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp || pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded') continue;
    const used = usageOf(load, pod, target, now);
    if (pod.status?.phase === 'Pending') unready.push(pod);
    else if (used === undefined) missing.push(pod);
    else if (target.resource === 'cpu' && isStarting(pod, now)) unready.push(pod);
    else usage.set(pod, used);
  }
  return { usage, unready, missing };
}

/** CPU figures of a pod that starts say nothing about its work. */
function isStarting(pod: Pod, now: number): boolean {
  const ready = conditionOf(pod.status?.conditions, 'Ready');
  const start = millis(pod.status?.startTime);
  if (!ready || start === 0) return true;
  const since = millis(ready.lastTransitionTime);
  if (start + CPU_START_MS > now) return ready.status !== 'True' || now < since + FIRST_FIGURES_MS;
  return ready.status !== 'True' && start + READINESS_MS > since;
}

function usageOf(load: SimulatedLoad, pod: Pod, { resource, container }: Target, now: number): number | undefined {
  const running = (pod.status?.containerStatuses ?? []).filter(
    ({ state }) => state.running && millis(state.running.startedAt) + FIRST_FIGURES_MS <= now,
  );
  if (running.length < pod.spec.containers.length) return undefined;
  let sum = 0;
  for (const { name } of running) {
    if (container !== undefined && container !== name) continue;
    const { cpuMillis, memoryBytes } = load.usageOf(pod, name, now);
    sum += resource === 'cpu' ? cpuMillis / 1000 : memoryBytes;
  }
  return sum;
}

function requestOf(pod: Pod, { resource, container }: Target): number {
  let sum = 0;
  const sidecars = (pod.spec.initContainers ?? []).filter((one: Container) => one.restartPolicy === 'Always');
  for (const one of [...sidecars, ...pod.spec.containers]) {
    if (container !== undefined && container !== one.name) continue;
    const request = one.resources?.requests?.[resource];
    if (request === undefined)
      throw new Error(`missing request for ${resource} in container ${one.name} of Pod ${pod.metadata.name}`);
    sum += parseQuantity(String(request)) ?? 0;
  }
  return sum;
}

function ratio(
  usage: ReadonlyMap<Pod, number>,
  requests: ReadonlyMap<Pod, number> | undefined,
  target: Target,
): { ratio: number; utilization: number | undefined; average: number } {
  let used = 0;
  let requested = 0;
  for (const [pod, amount] of usage) {
    used += amount;
    requested += requests?.get(pod) ?? 0;
  }
  const average = used / usage.size;
  if (target.utilization === undefined)
    return { ratio: average / (target.averageValue ?? 1), utilization: undefined, average };
  // whole per cents, as the status shows them; the fraction of a milli-core is rounding
  const utilization = Math.floor((used * 100) / requested + 1e-9);
  return { ratio: utilization / target.utilization, utilization, average };
}
