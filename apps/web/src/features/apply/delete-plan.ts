import type { ActionTarget } from '../../actions/define-action.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import { inApplyOrder } from './apply-order.ts';
import type { ApplyOptions, ApplyPorts } from './apply-run.ts';
import type { Manifest } from './read-manifests.ts';

/** What deleting the objects of a text would take away. */
export interface DeletePlan {
  /** what is there, in the reverse of the order in which it is applied */
  readonly targets: readonly ActionTarget[];
  /** "Pod web": not there, or of a kind that is not served */
  readonly absent: readonly string[];
}

/** Looks which objects of a text are there (OPS-078). Rejects when the cluster cannot be asked. */
export async function planDelete(
  manifests: readonly Manifest[],
  { cluster, namespace }: Pick<ApplyOptions, 'cluster' | 'namespace'>,
  { find, read }: Pick<ApplyPorts, 'find' | 'read'>,
  signal: AbortSignal,
): Promise<DeletePlan> {
  const named = inApplyOrder(manifests.filter(({ fault, name }) => fault === undefined && name !== '')).reverse();
  const absent: string[] = [];
  const found = await mapBounded(
    named,
    4,
    async ({ apiVersion, kind, name, namespace: own }): Promise<ActionTarget[]> => {
      const resource = await find(apiVersion, kind);
      const ref = resource && {
        cluster,
        resource,
        name,
        namespace: resource.namespaced ? (own ?? namespace) : undefined,
      };
      const object = ref && (await read(ref, signal));
      if (object === undefined) absent.push(`${kind} ${name}`);
      return ref === undefined || object === undefined ? [] : [{ ref, object, uid: object.metadata.uid }];
    },
  );
  return { targets: found.flat(), absent };
}
