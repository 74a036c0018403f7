import type { LiveObjectsFrame } from '@quarterdeck/shared/live-protocol';
import type { KubeObject } from '../api/kube-object.ts';
import type { LiveStatus } from './live-status.ts';

export interface LiveObjectState {
  /** the newest state; the last one when the object is gone */
  readonly object: KubeObject | undefined;
  /** it existed and is gone */
  readonly deleted: boolean;
  /** another object has taken its name since this page opened */
  readonly recreated: boolean;
  readonly status: LiveStatus;
}

type ObjectsFrame = Pick<LiveObjectsFrame, 'reset' | 'upsert' | 'remove'>;

/** The state after a frame. `header` is what list items lack: their apiVersion and kind stand on the list. */
export function applyObjects(
  state: LiveObjectState,
  { reset, upsert, remove }: ObjectsFrame,
  header: { readonly apiVersion: string; readonly kind: string },
): LiveObjectState {
  let { object, deleted, recreated } = state;
  const known = object?.metadata.uid;
  if (known !== undefined && (remove.includes(known) || (reset === true && upsert.length === 0))) deleted = true;
  const newest = upsert.at(-1);
  if (newest !== undefined && hasMetadata(newest)) {
    const { metadata } = newest;
    object = { ...header, ...newest, metadata };
    deleted = false;
    if (known !== undefined && known !== metadata.uid) recreated = true;
  }
  return object === state.object && deleted === state.deleted ? state : { ...state, object, deleted, recreated };
}

function hasMetadata(value: Readonly<Record<string, unknown>>): value is Pick<KubeObject, 'metadata'> {
  const { metadata } = value;
  return typeof metadata === 'object' && metadata !== null && 'uid' in metadata && 'name' in metadata;
}
