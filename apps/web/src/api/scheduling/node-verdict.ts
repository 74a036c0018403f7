import { parseQuantity } from '@quarterdeck/shared/quantity';
import { quantityText } from '@quarterdeck/shared/quantity-text';
import { entriesAt, listAt, textAt, textsAt } from '../read-field.ts';
import { bears, type Taint, taintsOf, taintText } from './taints.ts';

/** Why a node does not take a pod; all that speaks against it, not only what the scheduler finds first. */
export type Objection =
  | { readonly cause: 'unschedulable' | 'affinity' }
  | { readonly cause: 'selector'; readonly wanted: string }
  | { readonly cause: 'taint'; readonly taint: string }
  | { readonly cause: 'insufficient'; readonly resource: string; readonly asked: string; readonly free: string }
  | { readonly cause: 'tooManyPods'; readonly most: string };

/** What the pods of a node ask for together. */
interface NodeLoad {
  readonly requests: ReadonlyMap<string, string>;
  readonly pods: number;
}

const CORDON: Taint = { key: 'node.kubernetes.io/unschedulable', value: '', effect: 'NoSchedule' };

/** What of a node itself keeps a pod away: cordon, taints, nodeSelector, required node affinity. */
export function placeObjections(pod: unknown, node: unknown): readonly Objection[] {
  const tolerations = listAt(pod, 'spec.tolerations');
  const found: Objection[] = [];
  const isCordoned = textAt(node, 'spec.unschedulable') === 'true' && !bears(tolerations, CORDON);
  if (isCordoned) found.push({ cause: 'unschedulable' });
  for (const taint of taintsOf(node)) {
    // a cordon adds this taint by itself: one is enough
    if (taint.effect === 'PreferNoSchedule' || (taint.key === CORDON.key && isCordoned)) continue;
    if (!bears(tolerations, taint)) found.push({ cause: 'taint', taint: taintText(taint) });
  }
  const labels = new Map(entriesAt(node, 'metadata.labels').map(([key, value]) => [key, String(value)]));
  for (const [key, value] of entriesAt(pod, 'spec.nodeSelector'))
    if (labels.get(key) !== String(value)) found.push({ cause: 'selector', wanted: `${key}=${String(value)}` });
  const path = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';
  const terms = listAt(pod, path);
  if (terms.length > 0 && !terms.some((term) => meetsTerm(term, labels, textAt(node, 'metadata.name'))))
    found.push({ cause: 'affinity' });
  return found;
}

/** What is short on a node: allocatable less what its pods ask for, beside what this pod asks for. */
export function roomObjections(
  asked: ReadonlyMap<string, string>,
  node: unknown,
  load: NodeLoad,
): readonly Objection[] {
  const whole = new Map(entriesAt(node, 'status.allocatable').map(([name, amount]) => [name, String(amount)]));
  const found: Objection[] = [];
  const most = whole.get('pods');
  if (most !== undefined && load.pods + 1 > (parseQuantity(most) ?? 0)) found.push({ cause: 'tooManyPods', most });
  for (const [resource, amount] of asked) {
    const wanted = parseQuantity(amount) ?? 0;
    const all = parseQuantity(whole.get(resource) ?? '0') ?? 0;
    const free = all - (parseQuantity(load.requests.get(resource) ?? '0') ?? 0);
    // sums of milli-units are not exact in floating point
    if (wanted === 0 || wanted <= free + 1e-9) continue;
    const isBinary = /i$/.test(amount) || /i$/.test(whole.get(resource) ?? '');
    const left = quantityText(Math.round(Math.max(0, free) * 1000) / 1000, isBinary);
    found.push({ cause: 'insufficient', resource, asked: amount, free: left });
  }
  return found;
}

/** A term without requirements matches no node. */
function meetsTerm(term: unknown, labels: ReadonlyMap<string, string>, name: string): boolean {
  const expressions = listAt(term, 'matchExpressions');
  const fields = listAt(term, 'matchFields');
  if (expressions.length + fields.length === 0) return false;
  return (
    expressions.every((each) => meets(each, labels.get(textAt(each, 'key')))) &&
    fields.every((each) => meets(each, textAt(each, 'key') === 'metadata.name' ? name : undefined))
  );
}

function meets(expression: unknown, own: string | undefined): boolean {
  const values = textsAt(expression, 'values');
  switch (textAt(expression, 'operator')) {
    case 'In':
      return own !== undefined && values.includes(own);
    case 'NotIn':
      return own === undefined || !values.includes(own);
    case 'Exists':
      return own !== undefined;
    case 'DoesNotExist':
      return own === undefined;
    case 'Gt':
      return own !== undefined && Number(own) > Number(values[0]);
    case 'Lt':
      return own !== undefined && Number(own) < Number(values[0]);
    default:
      return false;
  }
}
