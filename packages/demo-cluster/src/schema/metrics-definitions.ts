import type { Definition, Definitions, FieldDefinition } from './definition.ts';

/** The types of metrics.k8s.io, which belong to a server of its own: the models do not have them. */

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const METRICS = 'io.k8s.metrics.pkg.apis.metrics.v1beta1';
const QUANTITIES = '{}#io.k8s.apimachinery.pkg.api.resource.Quantity';

const field = (type: string, description: string): FieldDefinition => ({ type, description });

const HEAD = {
  apiVersion: field('string', 'Group and version of this object.'),
  kind: field('string', 'What this object is.'),
};

const metrics = (description: string, own: Readonly<Record<string, FieldDefinition>>): Definition => ({
  description,
  fields: {
    ...HEAD,
    metadata: field(`#${META}.ObjectMeta`, 'Whose usage it is.'),
    timestamp: field(`#${META}.Time`, 'The end of the time in which the usage was measured.'),
    window: field(`#${META}.Duration`, 'How long it was measured.'),
    ...own,
  },
  required: ['timestamp', 'window', ...Object.keys(own)],
});

const list = (kind: string): Definition => ({
  description: `A list of ${kind}.`,
  fields: {
    ...HEAD,
    metadata: field(`#${META}.ListMeta`, 'The version of the list.'),
    items: field(`[]#${METRICS}.${kind}`, 'The items of the list.'),
  },
  required: ['items'],
});

export const METRICS_DEFINITIONS: Definitions = {
  [`${META}.Duration`]: { description: 'A length of time, e.g. 1m30s.', type: 'string' },
  [`${METRICS}.ContainerMetrics`]: {
    description: 'What a container uses.',
    fields: {
      name: field('string', 'The name of the container.'),
      usage: field(QUANTITIES, 'What it uses, by resource.'),
    },
    required: ['name', 'usage'],
  },
  [`${METRICS}.NodeMetrics`]: metrics('What a node uses.', { usage: field(QUANTITIES, 'What it uses, by resource.') }),
  [`${METRICS}.NodeMetricsList`]: list('NodeMetrics'),
  [`${METRICS}.PodMetrics`]: metrics('What the containers of a pod use.', {
    containers: field(`[]#${METRICS}.ContainerMetrics`, 'The usage of each container.'),
  }),
  [`${METRICS}.PodMetricsList`]: list('PodMetrics'),
};
