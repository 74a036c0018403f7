import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import type { Words } from '../../ui/use-words.ts';
import type { Health } from '../define-kind.ts';

const ROLE_PREFIX = 'node-role.kubernetes.io/';

/** Conditions that are good when "True"; all others of a node (MemoryPressure, DiskPressure …) are bad when "True". */
const GOOD = new Set(['Ready']);

/** Health from the STATUS column ("Ready,SchedulingDisabled") and the parallel lists of condition types and statuses. */
export function nodeHealth(status: string, types: unknown, statuses: unknown): Health {
  const words = status.split(',');
  if (words.includes('Unknown')) return 'unknown';
  if (!words.includes('Ready')) return 'failed';
  if (words.includes('SchedulingDisabled') || pressures(types, statuses).length > 0) return 'warning';
  return 'ok';
}

/** The conditions of a node that say something bad. */
export function pressures(types: unknown, statuses: unknown): string[] {
  if (!Array.isArray(types) || !Array.isArray(statuses)) return [];
  return types.filter((type, index) => !GOOD.has(String(type)) && statuses[index] === 'True').map(String);
}

/** The roles that kubectl prints: labels node-role.kubernetes.io/<role>, and the older kubernetes.io/role. */
export function nodeRoles(node: KubeObject): readonly string[] {
  const labels = node.metadata.labels ?? {};
  const named = Object.keys(labels)
    .filter((key) => key.startsWith(ROLE_PREFIX) && key.length > ROLE_PREFIX.length)
    .map((key) => key.slice(ROLE_PREFIX.length));
  const old = labels['kubernetes.io/role'];
  return [...new Set(old ? [...named, old] : named)].sort();
}

/** Whether a node is not ready, or has a condition that is bad when it is true. */
export function isAiling(node: KubeObject): boolean {
  const conditions = listAt(node, 'status.conditions');
  const types = conditions.map((item) => textAt(item, 'type'));
  const statuses = conditions.map((item) => textAt(item, 'status'));
  return statuses[types.indexOf('Ready')] !== 'True' || pressures(types, statuses).length > 0;
}

/** What is to be said of a node beyond "Ready": "Ready; no new pods are scheduled here (cordoned); MemoryPressure". */
export function nodeSentence(node: KubeObject, t: Words): string {
  const conditions = listAt(node, 'status.conditions');
  const ready = conditions.find((item) => textAt(item, 'type') === 'Ready');
  const status = textAt(ready, 'status');
  const parts = [
    status === 'True'
      ? t('node.ready')
      : t('node.notReady', { why: textAt(ready, 'message') || textAt(ready, 'reason') || status || '–' }),
  ];
  if (textAt(node, 'spec.unschedulable') === 'true') parts.push(t('node.cordoned'));
  parts.push(
    ...pressures(
      conditions.map((item) => textAt(item, 'type')),
      conditions.map((item) => textAt(item, 'status')),
    ),
  );
  // "Ready" alone stands beside the sentence already, as the word of the list.
  if (parts.length === 1 && status === 'True') return '';
  return parts.join(t('kind-lists:list.separator'));
}
