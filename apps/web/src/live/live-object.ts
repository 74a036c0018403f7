import type { LiveObjectsFrame } from '@quarterdeck/shared/live-protocol';
import type { KubeObject } from '../api/kube-object.ts';
import type { LiveStatus } from './live-status.ts';

export interface LiveObjectState {
  /** the newest state; the last one when the object is gone */
  readonly object: KubeObject | undefined;
  /** it existed and is gone */
  readonly deleted: boolean;
  /** another object that has taken its name; the one that was opened stays, since who reads or edits it means that one */
  readonly successor: KubeObject | undefined;
  readonly status: LiveStatus;
}

type ObjectsFrame = Pick<LiveObjectsFrame, 'reset' | 'upsert' | 'remove'>;

/** The state after a frame. `header` is what list items lack: their apiVersion and kind stand on the list. */
export function applyObjects(
  state: LiveObjectState,
  { reset, upsert, remove }: ObjectsFrame,
  header: { readonly apiVersion: string; readonly kind: string },
): LiveObjectState {
  let { object, deleted, successor } = state;
  const known = object?.metadata.uid;
  if (known !== undefined && (remove.includes(known) || (reset === true && upsert.length === 0))) deleted = true;
  if (successor !== undefined && (remove.includes(successor.metadata.uid) || reset === true)) successor = undefined;
  const newest = upsert.at(-1);
  if (newest !== undefined && hasMetadata(newest)) {
    const { metadata } = newest;
    const read: KubeObject = { ...header, ...newest, metadata };
    if (known === undefined || known === metadata.uid) {
      object = read;
      deleted = false;
    } else {
      deleted = true;
      successor = read;
    }
  }
  const same = object === state.object && deleted === state.deleted && successor === state.successor;
  return same ? state : { ...state, object, deleted, successor };
}

/** The state once the person has turned to the object that has taken the name. */
export function turnToSuccessor(state: LiveObjectState): LiveObjectState {
  const { successor } = state;
  return successor === undefined ? state : { ...state, object: successor, deleted: false, successor: undefined };
}

function hasMetadata(value: Readonly<Record<string, unknown>>): value is Pick<KubeObject, 'metadata'> {
  const { metadata } = value;
  return typeof metadata === 'object' && metadata !== null && 'uid' in metadata && 'name' in metadata;
}
