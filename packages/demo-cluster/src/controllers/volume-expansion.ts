import { usersOf } from './claim-users.ts';
import { setCondition } from './conditions.ts';
import type { ControllerContext } from './controller.ts';
import { type Condition, KEYS } from './kinds.ts';
import { conditionOf } from './pod-state.ts';
import type { PersistentVolume, VolumeClaim } from './storage-kinds.ts';
import { sizeOf } from './volume-binding.ts';

const RESIZE_MS = 1500;
const PENDING = 'FileSystemResizePending';

/** Grows a bound claim that asks for more: first the volume, then, where a pod has it mounted, the file system on it. */
export function expand(context: ControllerContext, claim: VolumeClaim, volume: PersistentVolume): number | undefined {
  const { store, events } = context;
  const asked = claim.spec.resources?.requests?.['storage'];
  if (asked === undefined || sizeOf(claim.spec.resources?.requests) <= sizeOf(claim.status?.capacity)) return undefined;
  const provisioner = volume.metadata.annotations?.['pv.kubernetes.io/provisioned-by'] ?? '';
  const source = { component: `external-resizer ${provisioner}` };
  const name = volume.metadata.name;
  const conditions = claim.status?.conditions ?? [];
  if (sizeOf(volume.spec.capacity) < sizeOf(claim.spec.resources?.requests)) {
    if (!conditions.some((one) => one.type === 'Resizing')) {
      events.normal(claim, source, 'Resizing', `External resizer is resizing volume ${name}`);
      change(context, claim, (target) => {
        setCondition(conditionsOf(target), { type: 'Resizing', status: 'True', lastProbeTime: null }, store.now());
        Object.assign(target.status ?? {}, {
          allocatedResources: { storage: asked },
          allocatedResourceStatuses: { storage: 'ControllerResizeInProgress' },
        });
      });
      return RESIZE_MS;
    }
    const left = stillToWait(conditions, 'Resizing', store.now());
    if (left > 0) return left;
    store.update(KEYS.PersistentVolume, undefined, name, (draft) => {
      (draft as PersistentVolume).spec.capacity = { storage: asked };
    });
    events.normal(claim, source, 'FileSystemResizeRequired', 'Require file system resize of volume on node');
    change(context, claim, (target) => {
      const status = target.status ?? {};
      status.conditions = [];
      status.allocatedResourceStatuses = { storage: 'NodeResizePending' };
      const message = 'Waiting for user to (re-)start a pod to finish file system resize of volume on node.';
      setCondition(status.conditions, { type: PENDING, status: 'True', lastProbeTime: null, message }, store.now());
    });
    return RESIZE_MS;
  }
  const left = stillToWait(conditions, PENDING, store.now());
  if (left > 0) return left;
  const user = usersOf(context, claim).find((pod) => pod.status?.phase === 'Running');
  if (!user) return undefined;
  events.normal(
    claim,
    { component: 'kubelet', host: user.spec.nodeName ?? '' },
    'FileSystemResizeSuccessful',
    `MountVolume.NodeExpandVolume succeeded for volume "${name}"`,
  );
  change(context, claim, (target) => {
    const status = target.status ?? {};
    status.capacity = { storage: asked };
    delete status.conditions;
    delete status.allocatedResourceStatuses;
  });
  return undefined;
}

/** Each step takes its time, counted from when its condition was set. */
function stillToWait(conditions: readonly Condition[], type: string, now: number): number {
  const since = conditionOf(conditions, type)?.lastTransitionTime;
  return since === undefined ? 0 : Date.parse(since) + RESIZE_MS - now;
}

function conditionsOf(claim: VolumeClaim) {
  const status = claim.status ?? {};
  claim.status = status;
  status.conditions ??= [];
  return status.conditions;
}

function change({ store }: ControllerContext, { metadata }: VolumeClaim, how: (target: VolumeClaim) => void): void {
  store.update(KEYS.PersistentVolumeClaim, metadata.namespace, metadata.name, (draft) => how(draft as VolumeClaim));
}
