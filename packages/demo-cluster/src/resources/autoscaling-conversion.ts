import { cloneJson, isJsonObject, type JsonObject, objectIn, objectsIn, textAt, valueAt } from '../json-value.ts';
import type { DemoObject } from '../store.ts';

/** autoscaling/v1 knows the CPU's utilization only; what else v2 says travels in these annotations, as JSON. */
const NOTES = {
  metrics: 'autoscaling.alpha.kubernetes.io/metrics',
  behavior: 'autoscaling.alpha.kubernetes.io/behavior',
  conditions: 'autoscaling.alpha.kubernetes.io/conditions',
  currentMetrics: 'autoscaling.alpha.kubernetes.io/current-metrics',
} as const;

const utilization = (metric: JsonObject) =>
  textAt(metric, 'resource', 'name') === 'cpu'
    ? valueAt(metric, 'resource', 'target', 'averageUtilization')
    : undefined;

const drop = (object: JsonObject, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(object).filter(([key, value]) => !keys.includes(key) && value !== undefined));

/** One metric in the names of v1: the fields of `target`, `current` and `metric` stand side by side in it. */
function flatMetric(metric: JsonObject, from: 'target' | 'current'): JsonObject {
  const type = textAt(metric, 'type');
  const field = `${type.slice(0, 1).toLowerCase()}${type.slice(1)}`;
  const source = isJsonObject(metric[field]) ? metric[field] : {};
  const amount = (name: string) => valueAt(source, from, name);
  const described = source['describedObject'];
  const flat = {
    ...drop(source, ['target', 'current', 'metric', 'describedObject']),
    metricName: valueAt(source, 'metric', 'name'),
    [type === 'Object' ? 'selector' : 'metricSelector']: valueAt(source, 'metric', 'selector'),
    ...(described === undefined ? {} : { target: described }),
    [`${from}AverageUtilization`]: amount('averageUtilization'),
    [`${from}AverageValue`]: amount('averageValue'),
    [`${from}Value`]: amount('value'),
  };
  return { type, [field]: drop(flat, []) };
}

/** The way back. */
function nestedMetric(metric: JsonObject, to: 'target' | 'current'): JsonObject {
  const type = textAt(metric, 'type');
  const field = `${type.slice(0, 1).toLowerCase()}${type.slice(1)}`;
  const source = isJsonObject(metric[field]) ? metric[field] : {};
  const flat = [`${to}AverageUtilization`, `${to}AverageValue`, `${to}Value`] as const;
  const [averageUtilization, averageValue, value] = flat.map((name) => source[name]);
  const kind = averageUtilization !== undefined ? 'Utilization' : averageValue !== undefined ? 'AverageValue' : 'Value';
  const amounts = drop({ ...(to === 'target' ? { type: kind } : {}), averageUtilization, averageValue, value }, []);
  const name = source['metricName'];
  const selector = source['selector'] ?? source['metricSelector'];
  const rest = drop(source, [
    ...flat,
    'metricName',
    'metricSelector',
    'selector',
    ...(type === 'Object' ? ['target'] : []),
  ]);
  return {
    type,
    [field]: {
      ...rest,
      ...(name === undefined ? {} : { metric: drop({ name, selector }, []) }),
      ...(type === 'Object' ? { describedObject: source['target'] } : {}),
      [to]: amounts,
    },
  };
}

/** An autoscaler as autoscaling/v1 shows it. */
export function toV1(stored: DemoObject): DemoObject {
  const result = cloneJson<DemoObject>(stored);
  const spec = objectIn(result, 'spec');
  const notes: Record<string, unknown> = {};
  const metrics = objectsIn(spec, 'metrics');
  const cpu = metrics.find((metric) => utilization(metric) !== undefined);
  const others = metrics.filter((metric) => metric !== cpu);
  if (cpu) spec['targetCPUUtilizationPercentage'] = utilization(cpu);
  if (others.length > 0) notes[NOTES.metrics] = others.map((metric) => flatMetric(metric, 'target'));
  if (spec['behavior'] !== undefined) notes[NOTES.behavior] = spec['behavior'];
  const status = result['status'];
  if (isJsonObject(status)) {
    const current = objectsIn(status, 'currentMetrics');
    const used = current.map((metric) => valueAt(metric, 'resource', 'current', 'averageUtilization'));
    const at = current.findIndex(
      (metric, index) => textAt(metric, 'resource', 'name') === 'cpu' && used[index] !== undefined,
    );
    if (at >= 0) status['currentCPUUtilizationPercentage'] = used[at];
    if (current.length > 0) notes[NOTES.currentMetrics] = current.map((metric) => flatMetric(metric, 'current'));
    const conditions = objectsIn(status, 'conditions');
    if (conditions.length > 0) notes[NOTES.conditions] = conditions;
    delete status['currentMetrics'];
    delete status['conditions'];
  }
  delete spec['metrics'];
  delete spec['behavior'];
  const texts = Object.entries(notes).map(([key, value]) => [key, JSON.stringify(value)]);
  if (texts.length > 0)
    result.metadata.annotations = {
      ...result.metadata.annotations,
      ...(Object.fromEntries(texts) as Record<string, string>),
    };
  return result;
}

/** An annotation's value; what no JSON is says nothing. */
function note(object: DemoObject, key: string): unknown {
  try {
    return JSON.parse(object.metadata.annotations?.[key] ?? 'null') as unknown;
  } catch {
    return undefined;
  }
}

/** What a client wrote as autoscaling/v1, in the shape that is stored. */
export function fromV1(object: DemoObject): DemoObject {
  const result = cloneJson(object);
  const spec = objectIn(result, 'spec');
  const percentage = spec['targetCPUUtilizationPercentage'];
  const others = objectsIn({ list: note(object, NOTES.metrics) }, 'list').map((metric) =>
    nestedMetric(metric, 'target'),
  );
  const target = { type: 'Utilization', averageUtilization: percentage };
  const cpu = percentage === undefined ? [] : [{ type: 'Resource', resource: { name: 'cpu', target } }];
  if (cpu.length + others.length > 0) spec['metrics'] = [...others, ...cpu];
  const behavior = note(object, NOTES.behavior);
  if (isJsonObject(behavior)) spec['behavior'] = behavior;
  delete spec['targetCPUUtilizationPercentage'];
  const status = result['status'];
  if (isJsonObject(status)) {
    delete status['currentCPUUtilizationPercentage'];
    const current = objectsIn({ list: note(object, NOTES.currentMetrics) }, 'list');
    if (current.length > 0) status['currentMetrics'] = current.map((metric) => nestedMetric(metric, 'current'));
    const conditions = objectsIn({ list: note(object, NOTES.conditions) }, 'list');
    if (conditions.length > 0) status['conditions'] = conditions;
  }
  const { annotations } = result.metadata;
  if (annotations) {
    for (const key of Object.values(NOTES)) delete annotations[key];
    if (Object.keys(annotations).length === 0) delete result.metadata.annotations;
  }
  return result;
}
