import { valueAt } from '../../api/read-field.ts';
import { isRecord } from '../../api/writes/changed-paths.ts';
import { sameValue } from '../../live/same-row.ts';

/** Without what a revision adds: the hash that tells ReplicaSets apart, the directive that makes a ControllerRevision a patch. */
export function plainTemplate(value: unknown): Readonly<Record<string, unknown>> {
  const { $patch: _directive, ...template } = isRecord(value) ? value : {};
  const metadata = isRecord(template['metadata']) ? template['metadata'] : {};
  const { 'pod-template-hash': _hash, ...labels } = isRecord(metadata['labels']) ? metadata['labels'] : {};
  return { ...template, metadata: { ...metadata, labels } };
}

/** Whether a revision's template is the one that a workload has now; the hash of a ReplicaSet does not count. */
export function hasTemplate(workload: unknown, template: unknown): boolean {
  return sameValue(plainTemplate(valueAt(workload, 'spec.template')), plainTemplate(template));
}
