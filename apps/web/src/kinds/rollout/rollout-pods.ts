import type { LiveColumn, LiveQuery } from '@quarterdeck/shared/live-protocol';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { cellAt, type Row } from '../../live/row.ts';
import type { Health } from '../define-kind.ts';
import { podHealth } from '../pod/pod-status.ts';
import { selectorText } from '../pointers.ts';
import { condition } from '../row-fields.ts';
import type { Revision } from './revisions.ts';

const OWNERS = 'metadata.ownerReferences[*].uid';
const WAITING = 'status.containerStatuses[*].state.waiting.message';
const SCHEDULED = condition('PodScheduled', 'reason');
const SCHEDULER = condition('PodScheduled', 'message');
const CLAIMS = 'spec.volumes[*].persistentVolumeClaim.claimName';
const INIT_WAITING = 'status.initContainerStatuses[*].state.waiting.message';
const FIELDS = [OWNERS, WAITING, SCHEDULED, SCHEDULER, CLAIMS, INIT_WAITING];

/** A pod of a rollout. */
export interface RolloutPod {
  readonly uid: string;
  readonly name: string;
  /** uids of what owns it; names of ControllerRevisions, which own no pods */
  readonly owners: readonly string[];
  readonly created: number;
  /** kubectl's STATUS and READY */
  readonly status: string;
  readonly ready: string;
  readonly health: Health;
  /** the kubelet's or the scheduler's words when it does not run; "" otherwise */
  readonly message: string;
  /** names of the claims that it mounts */
  readonly claims: readonly string[];
}

/** Whether a pod was made of a revision's template. */
export function isOfRevision(
  { owners }: Pick<RolloutPod, 'owners'>,
  { uid, name }: Pick<Revision, 'uid' | 'name'>,
): boolean {
  return owners.includes(uid) || owners.includes(name);
}

/** The pods that a workload's selector matches. */
export function rolloutPodsQuery({ cluster, namespace }: ObjectRef, workload: KubeObject): LiveQuery {
  return {
    cluster,
    resource: 'v1/pods',
    namespaces: [namespace ?? ''],
    labelSelector: selectorText(workload, 'spec.selector'),
    fields: FIELDS,
    mode: 'rows',
  };
}

/** Makes, of the server's columns, the function that reads a pod. */
export function rolloutPodReader(columns: readonly LiveColumn[]): (row: Row) => RolloutPod {
  const [statusAt, readyAt] = ['Status', 'Ready'].map((name) => columns.findIndex((column) => column.name === name));
  return (row) => {
    const texts = (path: string): readonly string[] => {
      const value = row.fields[FIELDS.indexOf(path)];
      const all: readonly unknown[] = Array.isArray(value) ? value : [value];
      return all.filter((item): item is string => typeof item === 'string' && item !== '');
    };
    const [status, ready] = [statusAt, readyAt].map((at) => String(cellAt(row, at ?? -1) ?? ''));
    const unscheduled = texts(SCHEDULED).includes('Unschedulable');
    return {
      uid: row.uid,
      name: row.name,
      owners: texts(OWNERS),
      created: row.created,
      status: status ?? '',
      ready: ready ?? '',
      health: podHealth(status ?? '', ready ?? '', unscheduled ? 'Unschedulable' : ''),
      message: (unscheduled ? texts(SCHEDULER) : [...texts(INIT_WAITING), ...texts(WAITING)])[0] ?? '',
      claims: texts(CLAIMS),
    };
  };
}
