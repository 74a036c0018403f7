import { isLabelValue } from '@quarterdeck/shared/label-selector';
import { BEFORE_ZERO } from '../../../actions/scale/scale-look.ts';
import type { KubeObject } from '../../../api/kube-object.ts';
import { LAST_APPLIED } from '../../../api/last-applied.ts';
import { isPicked } from '../../../api/match-selector.ts';
import { entriesAt, listAt, numberAt, textAt, valueAt } from '../../../api/read-field.ts';
import { createCommand } from '../deploy/service-object.ts';
import type { PlainObject, PlannedObject } from '../plan/planned-object.ts';

/**
 * apart: it stands by itself · canary: the Services of the first send a part of their traffic to it · blue-green: apart, and a Service is
 * switched to it later
 */
export const PURPOSES = ['apart', 'blue-green', 'canary'] as const;
export type Purpose = (typeof PURPOSES)[number];

type Pairs = Readonly<Record<string, string>>;

export interface CopyInput {
  readonly purpose: Purpose;
  readonly name: string;
  readonly namespace: string;
  readonly replicas: string;
  /** by container, those that are another */
  readonly images: Pairs;
  /** the labels that tell its pods from those of the first: in its selector and on its pods */
  readonly telling: Pairs;
}

/** Written for the first one by controllers, by kubectl and by the scale dialog. */
const OWN_ANNOTATIONS = new Set([
  LAST_APPLIED,
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
  'kubernetes.io/change-cause',
  BEFORE_ZERO,
]);

/** Its release is not the copy's: Helm would take the copy for its own, or refuse it. */
const isHelms = (key: string, value: unknown) =>
  key.startsWith('meta.helm.sh/') || (key === 'app.kubernetes.io/managed-by' && value === 'Helm');

const pairs = (object: unknown, path: string): Pairs =>
  Object.fromEntries(entriesAt(object, path).map(([key, value]) => [key, String(value)]));

/** The name without what a copy adds to it: "web-green" → "web". */
export function bareName(name: string): string {
  return name.replace(/-(?:blue|green|canary|copy)$/, '');
}

/** "web" → "web-green"; of a name that ends in a colour, the other colour. */
export function copyName(name: string, purpose: Purpose): string {
  const bare = bareName(name).slice(0, 50);
  if (purpose === 'blue-green') return `${bare}-${name.endsWith('-green') ? 'blue' : 'green'}`;
  return `${bare}-${purpose === 'canary' ? 'canary' : 'copy'}`;
}

/**
 * The labels that tell a copy apart. A canary keeps all labels, so that the same Services select its pods, and has one more; any other copy
 * has another value at the label that holds the name (else at the first one), so that no Service of the first selects it.
 */
export function tellingLabels(original: KubeObject, name: string, purpose: Purpose): Pairs {
  const selector = pairs(original, 'spec.selector.matchLabels');
  if (purpose === 'canary') return { track: 'canary' };
  const [key = 'app'] =
    Object.entries(selector).find(([, value]) => value === original.metadata.name) ?? Object.entries(selector)[0] ?? [];
  return { [key]: name };
}

export function initialCopy(original: KubeObject, purpose: Purpose): CopyInput {
  const name = copyName(original.metadata.name, purpose);
  const count = numberAt(original, 'spec.replicas');
  return {
    purpose,
    name,
    namespace: original.metadata.namespace ?? '',
    replicas: count === undefined ? '' : purpose === 'canary' ? '1' : String(count),
    images: {},
    telling: tellingLabels(original, name, purpose),
  };
}

export interface ImageOf {
  readonly container: string;
  readonly image: string;
}

/** The containers of the template with their images. */
export function templateContainers(original: KubeObject): readonly ImageOf[] {
  return listAt(original, 'spec.template.spec.containers').map((container) => ({
    container: textAt(container, 'name'),
    image: textAt(container, 'image'),
  }));
}

/** A new object made of a workload: its selector and its pods' labels are its own. */
export function copyObject(original: KubeObject, input: CopyInput): PlainObject {
  const { name, namespace, replicas, telling } = input;
  const { status: _status, metadata, ...rest } = original;
  const spec = record(rest['spec']);
  const template = record(spec['template']);
  const templateMeta = record(template['metadata']);
  const selector = record(spec['selector']);
  const annotations = Object.entries(metadata.annotations ?? {}).filter(
    ([key, value]) => !OWN_ANNOTATIONS.has(key) && !isHelms(key, value),
  );
  const labels = Object.entries(metadata.labels ?? {}).filter(([key, value]) => !isHelms(key, value));
  const { creationTimestamp: _born, ...ownMeta } = templateMeta;
  return {
    apiVersion: rest.apiVersion,
    kind: rest.kind,
    metadata: {
      name,
      namespace,
      labels: { ...Object.fromEntries(labels), ...telling },
      ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
    },
    spec: {
      ...spec,
      ...(replicas === '' ? {} : { replicas: Number(replicas) }),
      selector: { ...selector, matchLabels: { ...record(selector['matchLabels']), ...telling } },
      template: {
        ...template,
        metadata: { ...ownMeta, labels: { ...record(templateMeta['labels']), ...telling } },
        spec: { ...record(template['spec']), ...withImages(template, input.images) },
      },
    },
  };
}

function withImages(template: unknown, images: Pairs): object {
  const containers = listAt(template, 'spec.containers').map((container) => {
    const image = images[textAt(container, 'name')];
    return image === undefined ? container : { ...record(container), image };
  });
  return { containers };
}

export type CopyFault = 'name' | 'sameName' | 'namespace' | 'replicas' | 'image' | 'telling' | 'sameLabels';

export function copyFault(original: KubeObject, input: CopyInput): CopyFault | undefined {
  const { name, namespace, replicas, images, telling, purpose } = input;
  if (!/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(name)) return 'name';
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) return 'namespace';
  const isHere = namespace === original.metadata.namespace;
  if (isHere && name === original.metadata.name) return 'sameName';
  const hasReplicas = numberAt(original, 'spec.replicas') !== undefined;
  if ((hasReplicas || replicas !== '') && !/^\d{1,5}$/.test(replicas)) return 'replicas';
  if (Object.values(images).some((image) => !/^[\w][\w.\-/:@]*$/.test(image))) return 'image';
  if (Object.values(telling).some((value) => !isLabelValue(value))) return 'telling';
  // two controllers of one selector count and adopt each other's pods
  const isToldApart =
    purpose === 'canary'
      ? Object.entries(telling).some(([key, value]) => podLabels(original)[key] !== value)
      : !isPicked({ ...podLabels(original), ...telling }, valueAt(original, 'spec.selector'), 'selector');
  return isHere && !isToldApart ? 'sameLabels' : undefined;
}

const podLabels = (original: KubeObject) => pairs(original, 'spec.template.metadata.labels');

export function copyPlan(original: KubeObject, input: CopyInput, resource: string): readonly PlannedObject[] {
  const object = copyObject(original, input);
  return [{ object, resource, command: createCommand(object) }];
}

/** Names of those Services that send traffic to pods with the labels that the copy gives its own. */
export function servicesOf(original: KubeObject, input: CopyInput, services: readonly KubeObject[]): readonly string[] {
  const labels = { ...podLabels(original), ...input.telling };
  return services
    .filter((service) => isPicked(labels, valueAt(service, 'spec.selector'), 'labels'))
    .map(({ metadata }) => metadata.name);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
