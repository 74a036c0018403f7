import type { Condition, Node } from './kinds.ts';
import { conditionOf } from './pod-state.ts';

/** Nodes that no kubelet of this process looks after carry this label; populate and fill make them. */
export function isSimulated(node: Node): boolean {
  return node.metadata.labels?.['simulated'] === 'true';
}

/**
 * What is wrong with a node, as its annotation says: any of Stopped (the kubelet is dead or cut off), NetworkPluginNotReady,
 * MemoryPressure, DiskPressure and PIDPressure, with commas between them.
 */
const FAULTS = 'demo.quarterdeck.dev/node-fault';

const has = (node: Node, fault: string) =>
  (node.metadata.annotations?.[FAULTS] ?? '').split(',').some((one) => one.trim() === fault);

/** Somebody reports for this node: it is not just an object that was written into the API. */
function hasKubelet(node: Node): boolean {
  const ready = conditionOf(node.status?.conditions, 'Ready');
  return ready !== undefined && ready.reason !== 'NodeStatusNeverUpdated';
}

/** Whether the node's kubelet can be heard. */
export function isReporting(node: Node): boolean {
  return hasKubelet(node) && !has(node, 'Stopped');
}

interface Report {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
  /** reason of the event when the condition comes to this */
  readonly event: string;
}

const pressure = (type: string, what: string, isBad: boolean, good: readonly [string, string]): Report =>
  isBad
    ? {
        type,
        status: 'True',
        reason: `KubeletHas${what}`,
        message: `kubelet has ${words(what)}`,
        event: `NodeHas${what}`,
      }
    : {
        type,
        status: 'False',
        reason: `KubeletHas${good[0]}`,
        message: `kubelet has ${good[1]}`,
        event: `NodeHas${good[0]}`,
      };

const words = (what: string) =>
  ({
    InsufficientMemory: 'insufficient memory available',
    DiskPressure: 'disk pressure',
    InsufficientPID: 'insufficient PID available',
  })[what] ?? what;

/** What a node's kubelet reports. */
export function reportOf(node: Node): Report[] {
  const network = has(node, 'NetworkPluginNotReady');
  return [
    pressure('MemoryPressure', 'InsufficientMemory', has(node, 'MemoryPressure'), [
      'SufficientMemory',
      'sufficient memory available',
    ]),
    pressure('DiskPressure', 'DiskPressure', has(node, 'DiskPressure'), ['NoDiskPressure', 'no disk pressure']),
    pressure('PIDPressure', 'InsufficientPID', has(node, 'PIDPressure'), ['SufficientPID', 'sufficient PID available']),
    network
      ? {
          type: 'Ready',
          status: 'False',
          reason: 'KubeletNotReady',
          message:
            'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
          event: 'NodeNotReady',
        }
      : {
          type: 'Ready',
          status: 'True',
          reason: 'KubeletReady',
          message: 'kubelet is posting ready status',
          event: 'NodeReady',
        },
  ];
}

export const isStatus = (conditions: readonly Condition[] | undefined, type: string, status: string) =>
  conditionOf(conditions, type)?.status === status;
