import { apiPath } from '@quarterdeck/shared/resource-path';
import { k8sJson } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import type { ActionTarget } from '../define-action.ts';

const WIDTH = 6;

/** Where an object is asked for. */
export function pathOf({ ref }: ActionTarget): string {
  return apiPath(ref.resource, ref);
}

/** The targets by their paths, and the names of those that cannot be read. Rejects where none of them can. */
export async function readWorkloads(
  targets: readonly ActionTarget[],
  signal: AbortSignal,
): Promise<{ readonly workloads: Readonly<Record<string, KubeObject>>; readonly unread: readonly string[] }> {
  let failure: unknown;
  const read = await mapBounded(targets, WIDTH, async (target) => {
    const path = pathOf(target);
    try {
      return { path, workload: await k8sJson<KubeObject>(target.ref.cluster, path, { signal }) };
    } catch (error) {
      signal.throwIfAborted();
      failure ??= error;
      return { path, missing: target.ref.name };
    }
  });
  const workloads = read.flatMap(({ path, workload }) => (workload === undefined ? [] : [[path, workload] as const]));
  if (workloads.length === 0 && failure !== undefined) throw failure;
  return {
    workloads: Object.fromEntries(workloads),
    unread: read.flatMap(({ missing }) => (missing === undefined ? [] : [missing])),
  };
}
