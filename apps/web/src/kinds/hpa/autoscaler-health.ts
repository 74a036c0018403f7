import type { Health, RowView } from '../define-kind.ts';
import { condition, textField } from '../row-fields.ts';

const ABLE = condition('AbleToScale');
const ACTIVE = condition('ScalingActive');
const ACTIVE_REASON = condition('ScalingActive', 'reason');
const LIMITED = condition('ScalingLimited', 'reason');
/** autoscaling/v1 has no conditions: they are JSON in an annotation there. */
const OLD = 'metadata.annotations["autoscaling.alpha.kubernetes.io/conditions"]';

export const CONDITION_FIELDS = [ABLE, ACTIVE, ACTIVE_REASON, LIMITED, OLD];

/** Health of an autoscaler: whether it can scale, knows by what, and may go as far as it wants. */
export function autoscalerHealth(view: RowView): Health {
  if (read(view, ABLE, 'AbleToScale', 'status') === 'False') return 'failed';
  if (read(view, ACTIVE, 'ScalingActive', 'status') === 'False')
    return read(view, ACTIVE_REASON, 'ScalingActive', 'reason') === 'ScalingDisabled' ? 'stopped' : 'warning';
  // it wants more replicas than it may have
  if (read(view, LIMITED, 'ScalingLimited', 'reason') === 'TooManyReplicas') return 'warning';
  // what the server prints for a metric that it cannot read
  return view.cell('Targets').includes('<unknown>') ? 'warning' : 'ok';
}

function read(view: RowView, path: string, type: string, part: 'status' | 'reason'): string {
  const own = textField(view, path);
  const old = own === '' ? textField(view, OLD) : '';
  if (old === '') return own;
  try {
    const conditions: unknown = JSON.parse(old);
    const found: unknown = Array.isArray(conditions) ? conditions.find((item) => item?.type === type) : undefined;
    return String(Object(found)[part] ?? '');
  } catch {
    return '';
  }
}
