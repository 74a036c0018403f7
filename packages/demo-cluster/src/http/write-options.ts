import { type FieldFault, invalid } from '../status-error.ts';

export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldManager: string;
  readonly force: boolean;
  readonly fieldValidation: 'Ignore' | 'Warn' | 'Strict';
}

const VALIDATIONS = ['Ignore', 'Warn', 'Strict'] as const;
const MAX_MANAGER = 128;

/** The options of a write, which come in its query. `kind`: of the options, as refusals name them. */
export function readWriteOptions(
  query: URLSearchParams,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
  isApply = false,
): WriteOptions {
  const faults: FieldFault[] = [];
  const fieldManager = query.get('fieldManager') ?? '';
  const forced = query.get('force');
  const force = forced !== null && forced !== '0' && forced.toLowerCase() !== 'false';
  const asked = query.get('fieldValidation') || 'Warn';
  const fieldValidation = VALIDATIONS.find((one) => one === asked);
  if (isApply && fieldManager === '')
    faults.push({ field: 'fieldManager', type: 'Required value', detail: 'is required for apply patch' });
  if (!isApply && forced !== null)
    faults.push({ field: 'force', type: 'Forbidden', detail: 'may not be specified for non-apply patch' });
  if (fieldManager.length > MAX_MANAGER)
    faults.push({ field: 'fieldManager', type: 'Too long', detail: `may not be more than ${MAX_MANAGER} bytes` });
  const dryRun = query.getAll('dryRun').filter((one) => one !== '');
  for (const one of dryRun)
    if (one !== 'All')
      faults.push({ field: 'dryRun', type: 'Unsupported value', value: dryRun, detail: 'supported values: "All"' });
  if (!fieldValidation)
    faults.push({
      field: 'fieldValidation',
      type: 'Unsupported value',
      value: asked,
      detail: 'supported values: "Ignore", "Strict", "Warn"',
    });
  if (faults.length > 0) throw invalid('meta.k8s.io', kind, '', faults);
  return { dryRun: dryRun.length > 0, fieldManager, force, fieldValidation: fieldValidation ?? 'Warn' };
}
