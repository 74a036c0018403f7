import { parseQuantity } from '@quarterdeck/shared/quantity';
import { apiPath } from '@quarterdeck/shared/resource-path';
import i18next from 'i18next';
import { k8sJson } from '../../api/api-fetch.ts';
import { findResource } from '../../api/discovery.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import { usedOf } from '../../api/scheduling/node-amounts.ts';
import type { Amounts } from '../../api/scheduling/pod-resources.ts';
import { loadWords } from '../../i18n/i18n.ts';
import { followRows } from '../../live/follow-rows.ts';
import { browserClock, type LiveClock } from '../../live/live-clock.ts';
import { allocated, type NodePod, placedPodsQuery, readNodeOf, readNodePod } from '../../live/node-pods.ts';
import type { Row } from '../../live/row.ts';
import type { BesideInput } from '../define-kind.ts';

/** metrics-server reads the kubelets every 15 s by default. */
const METRICS_MS = 15_000;
/** Pods come and go by the hundred. */
const TELL_MS = 500;

/** By the "@" fields of load-columns.ts. */
type Values = ReadonlyMap<string, number>;
/** Why there are none: a key of the words. */
type Unknown = 'noPods' | 'noMetrics';

interface Followed {
  /** undefined: not known yet */
  valuesOf(node: string): Values | Unknown | undefined;
  stop(): void;
}

/** What stands in a cell. */
interface LoadCell {
  readonly text: string;
  /** of what is allocatable */
  readonly share?: number;
  /** what there is to say of it beside that */
  readonly why?: string;
}

/** Follows what the pods of each node ask for and what it uses, whichever of both the columns want; tells it at most twice a second. */
export function follow(
  { cluster, resources, source, paths, tell }: BesideInput,
  clock: LiveClock = browserClock,
): () => void {
  let cancel: (() => void) | undefined;
  let isOver = false;
  const changed = () => {
    // the words may come after the end
    if (isOver) return;
    cancel ??= clock.after(TELL_MS, () => {
      cancel = undefined;
      tell(({ name }, field) =>
        paths.map((path) => {
          const values = (isUsed(path) ? used : pods)?.valuesOf(name);
          return cellOf(path, typeof values === 'object' ? values.get(path) : values, field(wholeOf(path)));
        }),
      );
    });
  };
  const pods = paths.every(isUsed) ? undefined : followPods(source, cluster, changed);
  const used = paths.some(isUsed) ? followMetrics({ cluster, resources }, changed, clock) : undefined;
  void loadWords(['nodes']).then(changed);
  return () => {
    isOver = true;
    cancel?.();
    pods?.stop();
    used?.stop();
  };
}

/** "@cpuRequests": "cpu" */
const resourceOf = (path: string) => path.replace(/^@|[A-Z].*/g, '');
const wholeOf = (path: string) => `status.allocatable.${resourceOf(path)}`;

function cellOf(path: string, value: number | Unknown | undefined, whole: unknown): LoadCell | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return { text: '–', why: i18next.t(`nodes:list.${value}`) };
  const share = value / (parseQuantity(String(whole)) ?? Number.NaN);
  const text = amountText(resourceOf(path), value);
  if (!Number.isFinite(share)) return { text };
  // cut off as kubectl cuts it; 0.29 × 100 is 28.999999999999996
  return { text: `${text} (${Math.floor(share * 100 + 1e-6)}%)`, share };
}

/** Millicores as kubectl counts them; memory in Mi, from one Gi on in Gi. */
function amountText(resource: string, amount: number): string {
  if (resource === 'cpu') return `${Math.round(amount * 1000)}m`;
  if (resource !== 'memory') return String(amount);
  return amount < 2 ** 30 ? `${Math.round(amount / 2 ** 20)}Mi` : `${(amount / 2 ** 30).toFixed(1)}Gi`;
}

const isUsed = (path: string) => path.endsWith('Used');

function followPods(source: BesideInput['source'], cluster: string, changed: () => void): Followed {
  const nodeOf = new Map<string, string>();
  const podsOf = new Map<string, Map<string, NodePod>>();
  const sums = new Map<string, Values | Unknown>();
  let state: 'reading' | 'read' | 'refused' = 'reading';
  let read: ((row: Row) => NodePod) | undefined;
  const drop = (uids: Iterable<string>) => {
    for (const uid of uids) {
      const node = nodeOf.get(uid) ?? '';
      nodeOf.delete(uid);
      podsOf.get(node)?.delete(uid);
      sums.delete(node);
    }
    changed();
  };
  const { stop } = followRows(source, placedPodsQuery(cluster), {
    status: (status) => {
      if (status.state === 'live') state = 'read';
      else if (status.state === 'denied' || status.state === 'gone') state = 'refused';
      changed();
    },
    columns: (columns) => {
      read = readNodePod(columns);
    },
    change: (upsert, remove) => {
      drop(remove);
      for (const row of upsert) {
        const pod = read?.(row);
        if (pod === undefined) continue;
        const node = readNodeOf(row);
        nodeOf.set(row.uid, node);
        sums.delete(node);
        podsOf.set(node, (podsOf.get(node) ?? new Map<string, NodePod>()).set(row.uid, pod));
      }
    },
    forget: drop,
  });
  return {
    stop,
    valuesOf(node) {
      if (state === 'reading') return undefined;
      if (state === 'refused') return 'noPods';
      const known = sums.get(node) ?? sumOf([...(podsOf.get(node)?.values() ?? [])]);
      sums.set(node, known);
      return known;
    },
  };
}

/** What pods ask for together; not known where the spec of one is too long to travel. */
function sumOf(pods: readonly NodePod[]): Values | Unknown {
  if (pods.some(({ known }) => !known)) return 'noPods';
  const { requests, limits } = allocated(pods);
  return new Map([['@podsRequests', pods.length], ...amountsIn(requests, 'Requests'), ...amountsIn(limits, 'Limits')]);
}

function amountsIn(amounts: Amounts, part: string): readonly (readonly [string, number])[] {
  return ['cpu', 'memory'].map((name) => [`@${name}${part}`, parseQuantity(amounts.get(name) ?? '0') ?? 0]);
}

function followMetrics(
  { cluster, resources }: Pick<BesideInput, 'cluster' | 'resources'>,
  changed: () => void,
  clock: LiveClock,
): Followed {
  const served = findResource(resources, 'metrics.k8s.io', 'nodes');
  const over = new AbortController();
  let cancel: (() => void) | undefined;
  let used: ReadonlyMap<string, Values> | undefined;
  let isKnown = false;
  let isSkipped = false;
  async function read(): Promise<void> {
    // nobody looks at a hidden tab
    isSkipped = isKnown && document.hidden;
    if (served !== undefined && !isSkipped) {
      const list = await k8sJson<unknown>(cluster, apiPath(served), { signal: over.signal }).catch(() => undefined);
      // what was used a while ago is not what is used
      used =
        list === undefined
          ? undefined
          : new Map(
              listAt(list, 'items').map((item) => [
                textAt(item, 'metadata.name'),
                new Map(amountsIn(usedOf(item), 'Used')),
              ]),
            );
    }
    if (over.signal.aborted) return;
    isKnown = true;
    changed();
    if (served !== undefined) cancel = clock.after(METRICS_MS, () => void read());
  }
  // who comes back looks at what is used now, not at what was when the tab was left
  const onVisible = () => {
    if (!isSkipped || document.hidden) return;
    cancel?.();
    void read();
  };
  document.addEventListener('visibilitychange', onVisible);
  void read();
  return {
    stop() {
      over.abort();
      cancel?.();
      document.removeEventListener('visibilitychange', onVisible);
    },
    valuesOf: (node) => (isKnown ? (used?.get(node) ?? 'noMetrics') : undefined),
  };
}
