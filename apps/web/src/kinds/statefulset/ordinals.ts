import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, numberAt, textAt } from '../../api/read-field.ts';
import type { SetPod } from '../sets/set-pods.ts';
import type { SetClaim } from './set-claims.ts';

/** What a StatefulSet says of its pods and of the order in which they come, go and are replaced. */
export interface SetOrder {
  readonly name: string;
  /** the first ordinal (spec.ordinals.start, v1.27 and newer) */
  readonly start: number;
  readonly replicas: number;
  /** pods come and go all at once; replacing keeps its order */
  readonly parallel: boolean;
  readonly onDelete: boolean;
  /** so many pods from the first one on keep the older revision */
  readonly partition: number;
  /** the revision of the present template; "": the controller has not said */
  readonly revision: string;
  readonly claims: readonly string[];
  readonly service: string;
}

/** The order of a StatefulSet. */
export function setOrder(set: KubeObject): SetOrder {
  const type = textAt(set, 'spec.updateStrategy.type') || 'RollingUpdate';
  return {
    name: set.metadata.name,
    start: numberAt(set, 'spec.ordinals.start') ?? 0,
    replicas: numberAt(set, 'spec.replicas') ?? 1,
    parallel: textAt(set, 'spec.podManagementPolicy') === 'Parallel',
    onDelete: type === 'OnDelete',
    partition: type === 'OnDelete' ? 0 : (numberAt(set, 'spec.updateStrategy.rollingUpdate.partition') ?? 0),
    revision: textAt(set, 'status.updateRevision'),
    claims: listAt(set, 'spec.volumeClaimTemplates').map((template) => textAt(template, 'metadata.name')),
    service: textAt(set, 'spec.serviceName'),
  };
}

/** What happens to an ordinal next. */
export type Turn =
  | { readonly is: 'ready' | 'starting' | 'ending' | 'comesNext' | 'goesNext' | 'onDelete' | 'updateNext' | 'broken' }
  /** waits until the other pod is ready, gone or replaced */
  | { readonly is: 'comesAfter' | 'goesAfter' | 'updateAfter'; readonly pod: string }
  | { readonly is: 'held'; readonly partition: number }
  /** no pod, and none is to come: its claims stay from when there were more */
  | { readonly is: 'left' };

/** One ordinal of a StatefulSet. */
export interface Ordinal {
  readonly ordinal: number;
  readonly name: string;
  readonly pod: SetPod | undefined;
  readonly claims: readonly { readonly name: string; readonly claim: SetClaim | undefined }[];
  /** the pod is of the revision of the present template */
  readonly updated: boolean;
  readonly turn: Turn;
}

/** Every ordinal that has a pod, is to have one, or has left claims behind; the lowest first. */
export function ordinalsOf(
  order: SetOrder,
  pods: Iterable<SetPod>,
  claims: ReadonlyMap<string, SetClaim>,
): readonly Ordinal[] {
  const { name } = order;
  const byOrdinal = new Map([...pods].flatMap((pod) => withOrdinal(pod, ordinalOf(pod.name, name))));
  const numbers = new Set(byOrdinal.keys());
  for (const ordinal of expected(order)) numbers.add(ordinal);
  for (const claim of claims.keys()) {
    const ordinal = claimOrdinal(claim, order);
    if (ordinal !== undefined) numbers.add(ordinal);
  }
  const sorted = [...numbers].sort((a, b) => a - b);
  const turns = new Turns(order, byOrdinal);
  return sorted.map((ordinal) => {
    const pod = byOrdinal.get(ordinal);
    return {
      ordinal,
      name: `${name}-${ordinal}`,
      pod,
      claims: order.claims.map((template) => {
        const own = `${template}-${name}-${ordinal}`;
        return { name: own, claim: claims.get(own) };
      }),
      updated: pod !== undefined && isOf(order, pod),
      turn: turns.of(ordinal),
    };
  });
}

/** So many ordinals without a pod are told apart: nothing keeps people from asking for two thousand million replicas. */
const MOST = 10_000;

/** The ordinals that are to have a pod, the first of them. */
function expected({ start, replicas }: SetOrder): readonly number[] {
  return Array.from({ length: Math.max(0, Math.min(replicas, MOST)) }, (_, index) => start + index);
}

/** The ordinal in a claim's name, by the claim templates of the set. */
export function claimOrdinal(claim: string, { claims, name }: Pick<SetOrder, 'claims' | 'name'>): number | undefined {
  for (const template of claims)
    if (claim.startsWith(`${template}-`)) {
      const ordinal = ordinalOf(claim.slice(template.length + 1), name);
      if (ordinal !== undefined) return ordinal;
    }
  return undefined;
}

function ordinalOf(pod: string, set: string): number | undefined {
  const rest = pod.startsWith(`${set}-`) ? pod.slice(set.length + 1) : '';
  return /^(?:0|[1-9]\d{0,8})$/.test(rest) ? Number(rest) : undefined;
}

function withOrdinal(pod: SetPod, ordinal: number | undefined): readonly (readonly [number, SetPod])[] {
  return ordinal === undefined ? [] : [[ordinal, pod]];
}

/** Where nothing is said of revisions, no pod is of another one. */
function isOf({ revision }: SetOrder, pod: SetPod): boolean {
  return revision === '' || pod.revision === '' || pod.revision === revision;
}

/** Whose turn it is, as the StatefulSet controller goes about it. */
class Turns {
  readonly #order: SetOrder;
  readonly #pods: ReadonlyMap<number, SetPod>;
  readonly #surplus: readonly number[];
  /** the lowest that is to have a ready pod and has none */
  readonly #unready: number | undefined;
  /** what is to be ready and of the newest revision and is not; ascending */
  readonly #pending: readonly number[];

  constructor(order: SetOrder, pods: ReadonlyMap<number, SetPod>) {
    this.#order = order;
    this.#pods = pods;
    this.#surplus = [...pods.keys()].filter((each) => !this.#isWanted(each)).sort((a, b) => b - a);
    const wanted = [...new Set([...expected(order), ...[...pods.keys()].filter((each) => this.#isWanted(each))])];
    wanted.sort((a, b) => a - b);
    this.#unready = wanted.find((each) => !this.#isReady(each));
    this.#pending = wanted.filter((each) => !this.#isReady(each) || this.#isOld(each));
  }

  of(ordinal: number): Turn {
    const pod = this.#pods.get(ordinal);
    if (pod?.isEnding) return { is: 'ending' };
    if (!this.#isWanted(ordinal)) return pod === undefined ? { is: 'left' } : this.#going(ordinal);
    if (pod === undefined) return this.#coming(ordinal);
    if (isOf(this.#order, pod)) return { is: pod.isReady ? 'ready' : 'starting' };
    return this.#replacing(ordinal, pod);
  }

  /** OrderedReady: a pod is made once all before it are running and ready. */
  #coming(ordinal: number): Turn {
    const before = this.#order.parallel ? undefined : this.#unready;
    return before === undefined || before >= ordinal
      ? { is: 'comesNext' }
      : { is: 'comesAfter', pod: this.#name(before) };
  }

  /** OrderedReady: the last goes first, each once the one above it is gone and all that stay are ready. */
  #going(ordinal: number): Turn {
    if (this.#order.parallel) return { is: 'goesNext' };
    const above = this.#surplus.findLast((each) => each > ordinal);
    const first = this.#unready ?? above;
    return first === undefined ? { is: 'goesNext' } : { is: 'goesAfter', pod: this.#name(first) };
  }

  #replacing(ordinal: number, pod: SetPod): Turn {
    const { onDelete, parallel, partition, start } = this.#order;
    // what is broken at another revision is never replaced: the controller waits until it is ready (kubernetes/kubernetes#67250)
    const stuck = !parallel && !pod.isReady;
    if (onDelete) return { is: 'onDelete' };
    const isHeld = ordinal < start + partition;
    if (stuck) return { is: !isHeld && ['failed', 'warning'].includes(pod.health) ? 'broken' : 'starting' };
    if (isHeld) return { is: 'held', partition };
    const above = this.#pending.find((each) => each > ordinal);
    // it is ready itself, or would have been told to be starting
    const first = parallel ? above : (this.#unready ?? above);
    return first === undefined ? { is: 'updateNext' } : { is: 'updateAfter', pod: this.#name(first) };
  }

  #isWanted(ordinal: number): boolean {
    const { start, replicas } = this.#order;
    return ordinal >= start && ordinal < start + replicas;
  }

  #isReady(ordinal: number): boolean {
    const pod = this.#pods.get(ordinal);
    return pod?.isReady === true && !pod.isEnding;
  }

  #isOld(ordinal: number): boolean {
    const pod = this.#pods.get(ordinal);
    return pod !== undefined && !isOf(this.#order, pod);
  }

  #name(ordinal: number): string {
    return `${this.#order.name}-${ordinal}`;
  }
}
