import { type Document, isMap, isSeq, YAMLMap } from 'yaml';

/** Autoscalers of v2beta1 to v2: what a metric is and what it shall be are objects; those of v2beta2 have them already. */
export function convertAutoscaler(document: Document, from: string): void {
  const metrics = document.getIn(['spec', 'metrics']);
  if (from !== 'autoscaling/v2beta1' || !isSeq(metrics)) return;
  for (const metric of metrics.items) {
    if (!isMap(metric)) continue;
    for (const kind of ['resource', 'containerResource', 'pods', 'object', 'external']) {
      const source = metric.get(kind, true);
      if (isMap(source)) convertSource(source, kind);
    }
  }
}

const TARGETS = [
  ['targetAverageUtilization', 'Utilization', 'averageUtilization'],
  ['targetAverageValue', 'AverageValue', 'averageValue'],
  ['averageValue', 'AverageValue', 'averageValue'],
  ['targetValue', 'Value', 'value'],
] as const;

function convertSource(source: YAMLMap, kind: string): void {
  // the object that a metric is of was called its target
  if (kind === 'object' && source.has('target')) {
    const described = source.get('target', true);
    source.delete('target');
    source.set('describedObject', described);
  }
  const name = source.get('metricName', true);
  if (name !== undefined) {
    const metric = new YAMLMap();
    metric.set('name', name);
    const selector = source.get('metricSelector', true) ?? source.get('selector', true);
    if (selector !== undefined) metric.set('selector', selector);
    for (const old of ['metricName', 'metricSelector', 'selector']) source.delete(old);
    source.set('metric', metric);
  }
  for (const [old, type, field] of TARGETS) {
    const value = source.get(old, true);
    if (value === undefined) continue;
    const target = new YAMLMap();
    target.set('type', type);
    target.set(field, value);
    source.delete(old);
    source.set('target', target);
    break;
  }
  for (const [old] of TARGETS) source.delete(old);
}
