import { textAt, valueAt } from '../../api/read-field.ts';

/** Type, name, target and current value of one metric of an autoscaler; v2 and v2beta shapes. */
export function metricRow(metric: unknown, current: unknown): readonly string[] {
  const type = textAt(metric, 'type');
  const field = type.charAt(0).toLowerCase() + type.slice(1);
  const spec = valueAt(metric, field);
  const status = textAt(current, 'type') === type ? valueAt(current, field) : undefined;
  return [
    type,
    textAt(spec, 'name') || textAt(spec, 'metric.name') || textAt(spec, 'metricName'),
    amount(valueAt(spec, 'target')) || amount(spec),
    amount(valueAt(status, 'current')) || amount(status),
  ];
}

function amount(value: unknown): string {
  const percent =
    textAt(value, 'averageUtilization') ||
    textAt(value, 'targetAverageUtilization') ||
    textAt(value, 'currentAverageUtilization');
  if (percent !== '') return `${percent}%`;
  return (
    textAt(value, 'averageValue') ||
    textAt(value, 'value') ||
    textAt(value, 'targetAverageValue') ||
    textAt(value, 'currentAverageValue')
  );
}
