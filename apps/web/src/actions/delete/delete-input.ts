import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import type { ActionFault, ActionTarget } from '../define-action.ts';

export const PROPAGATIONS = ['Background', 'Foreground', 'Orphan'] as const;
/** default: as long as the object says itself; now: a second; force: the API server does not wait for the node */
export const GRACES = ['default', 'now', 'seconds', 'force'] as const;

/** What is of a workload alone, as it was when the dialog looked. */
export interface Companion {
  readonly ref: ObjectRef;
  readonly object: KubeObject;
}

export interface DeleteInput {
  readonly propagation: (typeof PROPAGATIONS)[number];
  readonly grace: (typeof GRACES)[number];
  readonly seconds: string;
  /** what the person typed to confirm */
  readonly typed: string;
  /** resourceVersions by uid: those objects go only if nobody has written them since */
  readonly versions: Readonly<Record<string, string>>;
  /** deleted with the one workload that the dialog is about */
  readonly also: readonly Companion[];
  /** what goes with them is still being looked at */
  readonly looking: boolean;
}

/** More than these at once are not deleted by a slip. */
const MANY = 20;
/** Namespaces that every cluster makes for itself. */
const SYSTEM_NAMESPACES: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease']);
const SECONDS = /^\d{1,7}$/;

export const initialDelete: DeleteInput = {
  propagation: 'Background',
  grace: 'default',
  seconds: '30',
  typed: '',
  versions: {},
  also: [],
  looking: false,
};

/** What must be typed before so much, or something so precious, is deleted: the name of one, the number of many; undefined: nothing. */
export function wordToType(targets: readonly ActionTarget[]): string | undefined {
  const [first] = targets;
  if (first === undefined || (targets.length <= MANY && !targets.some(isPrecious))) return;
  return targets.length === 1 ? first.ref.name : String(targets.length);
}

/** Cluster-wide objects and those of the cluster itself are not deleted by a slip of the hand. */
function isPrecious({ ref, deletion }: ActionTarget): boolean {
  return deletion?.typed === true || ref.namespace === undefined || SYSTEM_NAMESPACES.has(ref.namespace);
}

/** Why it cannot be deleted like this. */
export function deleteFault(
  { grace, seconds, typed, looking }: DeleteInput,
  targets: readonly ActionTarget[],
): ActionFault | undefined {
  if (looking) return { key: 'deletion:looking', quiet: true };
  if (grace === 'seconds' && !SECONDS.test(seconds)) return { key: 'delete.fault.seconds' };
  const word = wordToType(targets);
  // the field itself says what is to be typed
  return word === undefined || typed.trim() === word ? undefined : { key: 'delete.fault.typed', quiet: true };
}

/** The seconds that the object is given; undefined: its own. */
function graceSeconds({ grace, seconds }: DeleteInput): number | undefined {
  if (grace === 'seconds') return Number(seconds);
  return grace === 'now' ? 1 : grace === 'force' ? 0 : undefined;
}

/** DeleteOptions. The uid is a precondition: another object that has taken the name since is left alone. */
export function deleteOptions(
  input: DeleteInput,
  { uid }: Pick<ActionTarget, 'uid'>,
): Readonly<Record<string, unknown>> {
  const resourceVersion = uid === undefined ? undefined : input.versions[uid];
  const gracePeriodSeconds = graceSeconds(input);
  return {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: input.propagation,
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(uid === undefined
      ? {}
      : { preconditions: { uid, ...(resourceVersion === undefined ? {} : { resourceVersion }) } }),
  };
}

/** The flags of kubectl delete that do the same. */
export function deleteFlags({ propagation, grace, seconds }: DeleteInput): string[] {
  const cascade = propagation === 'Background' ? [] : [`--cascade=${propagation.toLowerCase()}`];
  switch (grace) {
    case 'now':
      return [...cascade, '--now'];
    case 'force':
      return [...cascade, '--grace-period=0', '--force'];
    case 'seconds':
      return [...cascade, `--grace-period=${seconds}`];
    default:
      return cascade;
  }
}
