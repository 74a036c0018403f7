import type { LiveColumn, LiveQuery } from '@quarterdeck/shared/live-protocol';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { listAt, textAt, textsAt } from '../../api/read-field.ts';
import { cellAt, type Row } from '../../live/row.ts';
import { podHealth } from '../pod/pod-status.ts';
import { selectorText } from '../pointers.ts';
import type { RolloutPod } from '../rollout/rollout-pods.ts';
import { condition } from '../row-fields.ts';

const OWNERS = 'metadata.ownerReferences[*].uid';
const DELETION = 'metadata.deletionTimestamp';
const NODE = 'spec.nodeName';
const IMAGES = 'spec.containers[*].image';
const CLAIMS = 'spec.volumes[*].persistentVolumeClaim.claimName';
const READY = condition('Ready');
const SCHEDULED = condition('PodScheduled', 'reason');
const SCHEDULER = condition('PodScheduled', 'message');
const WAITING = 'status.containerStatuses[*].state.waiting.message';
/** the DaemonSet controller tells the scheduler by it for which node a pod is */
const MEANT = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution';
const INIT_WAITING = 'status.initContainerStatuses[*].state.waiting.message';
const FIELDS = [OWNERS, DELETION, NODE, IMAGES, CLAIMS, READY, SCHEDULED, SCHEDULER, WAITING, MEANT, INIT_WAITING];

/** The label by which a pod says of which ControllerRevision it is: its name (StatefulSet) or what follows the set's name (DaemonSet). */
const HASH = 'controller-revision-hash';

/** A pod of a StatefulSet or DaemonSet. */
export interface SetPod extends RolloutPod {
  /** the name of its ControllerRevision; "" where none is said */
  readonly revision: string;
  /** the node that it runs on or is meant for; "" when neither is known */
  readonly node: string;
  readonly images: readonly string[];
  readonly claims: readonly string[];
  /** running and ready, by its condition */
  readonly isReady: boolean;
  readonly isEnding: boolean;
}

/** The pods that a set's selector matches; {@link setPodReader} leaves out what another one owns. */
export function setPodsQuery({ cluster, namespace }: ObjectRef, set: KubeObject): LiveQuery {
  return {
    cluster,
    resource: 'v1/pods',
    namespaces: [namespace ?? ''],
    labelSelector: selectorText(set, 'spec.selector'),
    fields: FIELDS,
    mode: 'rows',
  };
}

/** Makes the reader of pods that the set owns. */
export function setPodReader(set: KubeObject): (columns: readonly LiveColumn[]) => (row: Row) => SetPod | undefined {
  const { uid, name: setName } = set.metadata;
  return (columns) => {
    const [statusAt, readyAt] = ['Status', 'Ready'].map((name) => columns.findIndex((column) => column.name === name));
    return (row) => {
      const field = (path: string): unknown => row.fields[FIELDS.indexOf(path)];
      const texts = (path: string): readonly string[] => {
        const value = field(path);
        const all: readonly unknown[] = Array.isArray(value) ? value : [value];
        return all.filter((item): item is string => typeof item === 'string' && item !== '');
      };
      if (!texts(OWNERS).includes(uid)) return undefined;
      const [status = '', ready = ''] = [statusAt, readyAt].map((at) => String(cellAt(row, at ?? -1) ?? ''));
      const unscheduled = texts(SCHEDULED).includes('Unschedulable');
      const revision = revisionName(setName, row.labels?.[HASH] ?? '');
      return {
        uid: row.uid,
        name: row.name,
        owners: revision === '' ? [] : [revision],
        created: row.created,
        status,
        ready,
        health: podHealth(status, ready, unscheduled ? 'Unschedulable' : ''),
        message: (unscheduled ? texts(SCHEDULER) : [...texts(INIT_WAITING), ...texts(WAITING)])[0] ?? '',
        revision,
        node: texts(NODE)[0] ?? meantFor(field(MEANT)),
        images: texts(IMAGES),
        claims: texts(CLAIMS),
        isReady: texts(READY).includes('True'),
        isEnding: texts(DELETION).length > 0,
      };
    };
  };
}

function revisionName(set: string, hash: string): string {
  return hash === '' || hash.startsWith(`${set}-`) ? hash : `${set}-${hash}`;
}

function meantFor(affinity: unknown): string {
  for (const term of listAt(affinity, 'nodeSelectorTerms'))
    for (const each of listAt(term, 'matchFields'))
      if (textAt(each, 'key') === 'metadata.name') return textsAt(each, 'values')[0] ?? '';
  return '';
}
