import { ProblemError } from '@quarterdeck/shared/problem';
import { apiPath, type Gvr } from '@quarterdeck/shared/resource-path';
import { k8sJson } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import { listAt } from '../../api/read-field.ts';
import type { ActionTarget } from '../define-action.ts';
import { drainPlan, drainSum } from '../drain/drain-plan.ts';

/** Pods that are looked at before they are evicted. */
export const MOST_PODS = 100;
/** Pods that are read at once. */
const WIDTH = 6;

/** What would come of evicting pods now. */
interface EvictionOutlook {
  readonly looked: number;
  /** their budgets have no room for them now: they are refused */
  readonly waiting: number;
  /** under several budgets: the API server evicts none of them */
  readonly never: number;
  /** the pictures of static pods: their nodes go on running them */
  readonly mirrors: number;
  /** the budgets that hold those, each once */
  readonly budgets: Readonly<Record<'waiting' | 'never' | 'mirrors', readonly string[]>>;
  /** some of the pods could not be read, or some budgets over them */
  readonly blind: boolean;
}

/** Reads the pods and the budgets over them, once. `budgets` is the kind as the cluster serves it; undefined: it serves none. */
export async function readOutlook(
  targets: readonly ActionTarget[],
  budgets: Gvr | undefined,
  signal: AbortSignal,
): Promise<EvictionOutlook> {
  const cluster = targets[0]?.ref.cluster ?? '';
  const looked = targets.slice(0, MOST_PODS);
  const namespaces = [...new Set(looked.map(({ ref }) => ref.namespace))];
  const none: readonly (readonly KubeObject[] | null)[] = [];
  const [pods, lists] = await Promise.all([
    mapBounded(looked, WIDTH, ({ ref }) =>
      k8sJson<KubeObject>(cluster, apiPath(ref.resource, ref), { signal }).catch(instead),
    ),
    budgets === undefined
      ? none
      : mapBounded(namespaces, WIDTH, (namespace) =>
          k8sJson<unknown>(cluster, apiPath(budgets, { namespace }), { signal }).then(
            // items of a list do not say their version, and what an empty selector picks hangs on it
            (list) =>
              listAt(list, 'items').map((item) => ({
                ...(item as KubeObject),
                apiVersion: `${budgets.group}/${budgets.version}`,
              })),
            () => null,
          ),
        ),
  ]);
  return {
    ...outlookOf(
      pods.flatMap((pod) => pod ?? []),
      lists.flatMap((list) => list ?? []),
    ),
    blind: lists.includes(null) || pods.includes(null),
  };
}

/** undefined: it has gone meanwhile, and is in nobody's way · null: nothing is known of it */
function instead(error: unknown): undefined | null {
  return error instanceof ProblemError && error.problem.code === 'qd.api.not-found' ? undefined : null;
}

/** The outlook by a drain's reckoning: budgets taken together, one that allows one disruption lets one of three pods go. */
function outlookOf(pods: readonly KubeObject[], budgets: readonly KubeObject[]): Omit<EvictionOutlook, 'blind'> {
  // whoever evicts a pod means it: those of DaemonSets and those that nobody makes again too
  const plan = drainPlan(pods, budgets, { force: true, deleteEmptyDir: true, graceSeconds: '' }).map((pod) => ({
    ...pod,
    fate: pod.class === 'mirror' ? ('passed' as const) : ('taken' as const),
  }));
  const { waiting, never, passed } = drainSum(plan);
  const asked = plan.flatMap((pod) => (pod.fate === 'taken' && pod.class !== 'leaving' ? [pod.budgets] : []));
  const alone = asked.flatMap(([budget, second]) => (budget === undefined || second !== undefined ? [] : [budget]));
  const full = alone.filter(({ name, allowed }) => alone.filter((each) => each.name === name).length > allowed);
  return {
    looked: pods.length,
    waiting,
    never,
    mirrors: passed,
    budgets: {
      waiting: namesOf(full),
      never: namesOf(asked.filter((over) => over.length > 1).flat()),
      mirrors: [],
    },
  };
}

function namesOf(budgets: readonly { readonly name: string }[]): readonly string[] {
  return [...new Set(budgets.map(({ name }) => name))].sort();
}
