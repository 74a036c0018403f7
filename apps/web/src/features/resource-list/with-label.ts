import {
  formatLabelRequirement,
  formatLabelSelector,
  isLabelValue,
  type LabelRequirement,
  parseLabelSelector,
} from '@quarterdeck/shared/label-selector';

/** The selector that asks for a label, too; one that is faulty gives way. */
export function withLabel(selector: string, key: string, value: string): string {
  const wanted: LabelRequirement = isLabelValue(value)
    ? { key, operator: '=', values: [value] }
    : { key, operator: 'exists', values: [] };
  const { requirements = [] } = parseLabelSelector(selector);
  const text = formatLabelRequirement(wanted);
  if (requirements.some((each) => formatLabelRequirement(each) === text)) return formatLabelSelector(requirements);
  return formatLabelSelector([...requirements, wanted]);
}
