import type { ControllerContext } from './controller.ts';
import type { Node, Pod } from './kinds.ts';
import { lacking, matchesNode, type Room, requestsOf, tolerates, untoleratedTaint } from './node-fit.ts';
import { hostPortsOf, type NodeLoads } from './node-loads.ts';
import { type Neighbourhood, neighbourhoodOf } from './scheduler-affinity.ts';
import { type ClaimedVolumes, claimedVolumes, volumeObjection } from './scheduler-volumes.ts';
import { nominatedNodeOf, priorityOf } from './scheduling-kinds.ts';

export interface Objection {
  readonly reason: string;
  /** evicting other pods would not help */
  readonly isHopeless: boolean;
}

const UNSCHEDULABLE = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** One attempt to place one pod: what is the same for all nodes is worked out once. */
export class PlacementFilter {
  readonly volumes: ClaimedVolumes;
  readonly #context: ControllerContext;
  readonly #loads: NodeLoads;
  readonly #pod: Pod;
  readonly #neighbours: Neighbourhood;
  readonly #hostPorts: readonly string[];
  readonly #nominated: readonly Pod[];

  constructor(context: ControllerContext, loads: NodeLoads, pod: Pod) {
    this.#context = context;
    this.#loads = loads;
    this.#pod = pod;
    this.volumes = claimedVolumes(context, pod);
    this.#neighbours = neighbourhoodOf(context, loads, pod);
    this.#hostPorts = hostPortsOf(pod);
    this.#nominated = [...loads.nominated()].filter(
      (one) => one.metadata.uid !== pod.metadata.uid && priorityOf(one.spec) >= priorityOf(pod.spec),
    );
  }

  /** Filters in the scheduler's order; the first that objects gives the reasons. */
  objections(node: Node): Objection[] {
    return this.#staticObjections(node) ?? this.#fit(node, this.#roomOn(node)) ?? this.#rest(node);
  }

  /** The same, as if some pods of the node were gone. */
  fitsWithout(node: Node, gone: readonly Pod[]): boolean {
    if (this.#staticObjections(node)) return false;
    const { requested, pods } = this.#roomOn(node);
    const left = new Map(requested);
    for (const one of gone)
      for (const [resource, amount] of requestsOf(one.spec)) left.set(resource, (left.get(resource) ?? 0) - amount);
    const ports = new Set(gone.flatMap(hostPortsOf));
    const room = { requested: left, pods: pods - gone.length };
    return !this.#fit(node, room, ports) && this.#rest(node).length === 0;
  }

  score(node: Node): number {
    return this.#neighbours.score(node);
  }

  #staticObjections(node: Node): Objection[] | undefined {
    const { spec } = this.#pod;
    const hopeless = (reason: string) => [{ reason, isHopeless: true }];
    if (node.spec.unschedulable && !tolerates(spec.tolerations, UNSCHEDULABLE))
      return hopeless('node(s) were unschedulable');
    const taint = untoleratedTaint(spec, node);
    if (taint) return hopeless(`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`);
    return matchesNode(spec, node) ? undefined : hopeless("node(s) didn't match Pod's node affinity/selector");
  }

  #roomOn(node: Node): Room {
    const { name } = node.metadata;
    const load = this.#loads.of(name);
    const guests = this.#nominated.filter((one) => nominatedNodeOf(one) === name);
    if (guests.length === 0) return load;
    const requested = new Map(load.requested);
    for (const one of guests)
      for (const [resource, amount] of requestsOf(one.spec))
        requested.set(resource, (requested.get(resource) ?? 0) + amount);
    return { requested, pods: load.pods + guests.length };
  }

  #fit(node: Node, room: Room, freed: ReadonlySet<string> = new Set()): Objection[] | undefined {
    const taken = this.#loads.of(node.metadata.name).hostPorts;
    if (this.#hostPorts.some((port) => taken.has(port) && !freed.has(port)))
      return [{ reason: "node(s) didn't have free ports for the requested pod ports", isHopeless: false }];
    const missing = lacking(this.#pod.spec, node, room);
    return missing.length > 0 ? missing : undefined;
  }

  #rest(node: Node): Objection[] {
    const volume = volumeObjection(this.#context, this.volumes, node);
    if (volume !== undefined) return [{ reason: volume, isHopeless: true }];
    const objection = this.#neighbours.objection(node);
    return objection ? [objection] : [];
  }
}
