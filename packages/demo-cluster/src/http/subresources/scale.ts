import { isJsonObject, type JsonObject, objectIn, setOwn, textAt, valueAt } from '../../json-value.ts';
import { presented, storageKey } from '../../resources/registry.ts';
import { AGE, column, NAME, type ResourceType, selectorText } from '../../resources/resource-type.ts';
import { badRequest, conflict, invalid } from '../../status-error.ts';
import type { DemoObject } from '../../store.ts';
import { mediaTypeOf, parseObject } from '../body.ts';
import { patched } from '../patch.ts';
import type { Subresource, SubresourceAnswer } from './subresource.ts';

/** How a Scale looks in a table. */
const SCALES: ResourceType = {
  group: 'autoscaling',
  versions: ['v1'],
  plural: 'scale',
  singular: 'scale',
  kind: 'Scale',
  namespaced: true,
  verbs: [],
  subresources: [],
  columns: [
    NAME,
    column('Desired', (scale) => Number(valueAt(scale, 'spec', 'replicas') ?? 0), 'integer'),
    column('Available', (scale) => Number(valueAt(scale, 'status', 'replicas') ?? 0), 'integer'),
    AGE,
  ],
};

/** Where an object keeps what a Scale shows; a custom resource says it in its definition. */
interface Paths {
  readonly wanted: readonly string[];
  readonly present: readonly string[];
  /** none: there is no selector */
  readonly selector: readonly string[];
}

const BUILT_IN: Paths = {
  wanted: ['spec', 'replicas'],
  present: ['status', 'replicas'],
  selector: ['spec', 'selector'],
};

const pathsOf = ({ scalePaths }: ResourceType): Paths =>
  scalePaths ? { wanted: scalePaths.spec, present: scalePaths.status, selector: scalePaths.selector ?? [] } : BUILT_IN;

/** As a text; workloads before apps/v1 have plain labels, custom resources have the text itself. */
function selectorOf(object: DemoObject, { selector: path }: Paths): string | undefined {
  const selector = path.length === 0 ? undefined : valueAt(object, ...path);
  if (typeof selector === 'string') return selector;
  if (!isJsonObject(selector)) return undefined;
  const isPlain = !('matchLabels' in selector) && !('matchExpressions' in selector);
  const text = selectorText(isPlain ? { matchLabels: selector as Record<string, string> } : selector);
  return text === '<none>' ? '' : text;
}

function scaleOf(object: DemoObject, paths: Paths): DemoObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const replicas = valueAt(object, ...paths.wanted);
  const selector = selectorOf(object, paths);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid, resourceVersion, creationTimestamp },
    // Go leaves a zero out
    spec: typeof replicas === 'number' && replicas !== 0 ? { replicas } : {},
    status: {
      replicas: valueAt(object, ...paths.present) ?? 0,
      ...(selector ? { selector } : {}),
    },
  };
}

function setAt(object: JsonObject, path: readonly string[], value: unknown): void {
  const last = path.at(-1);
  if (last === undefined) return;
  let parent = object;
  for (const step of path.slice(0, -1)) parent = objectIn(parent, step);
  setOwn(parent, last, value);
}

/** Reads and writes the number of replicas of whatever has one. */
export function scale({ write, current, context }: Subresource): SubresourceAnswer {
  const { request, type, req, body } = write;
  const paths = pathsOf(type);
  const shown = scaleOf(current, paths);
  if (request.verb === 'get') return { code: 200, body: shown, isObject: true, as: SCALES };
  const mediaType = mediaTypeOf(req);
  const next =
    request.verb === 'patch' ? patched(shown, body, mediaType, SCALES, undefined) : parseObject(body, mediaType);
  checkScale(next, current, type);
  const changed = structuredClone(presented(type, request.version, current)) as DemoObject & JsonObject;
  setAt(changed, paths.wanted, valueAt(next, 'spec', 'replicas') ?? 0);
  const answer = context.writes.update({
    ...write,
    request: { ...request, verb: 'update' },
    body: JSON.stringify(changed),
  });
  return { ...answer, body: scaleOf(answer.body as DemoObject, paths), as: SCALES };
}

function checkScale(next: JsonObject, current: DemoObject, type: ResourceType): void {
  const kind = textAt(next, 'kind');
  if (kind !== '' && kind !== 'Scale') throw badRequest(`expected Scale, got ${kind}`);
  const { name, resourceVersion } = current.metadata;
  const version = textAt(next, 'metadata', 'resourceVersion');
  if (version !== '' && version !== resourceVersion)
    throw conflict(
      storageKey(type),
      name,
      'the object has been modified; please apply your changes to the latest version and try again',
    );
  const replicas = valueAt(next, 'spec', 'replicas') ?? 0;
  if (typeof replicas !== 'number' || !Number.isInteger(replicas))
    throw badRequest(
      `Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal ${typeof replicas} into Go struct field ScaleSpec.spec.replicas of type int32`,
    );
  if (replicas < 0)
    throw invalid('autoscaling', 'Scale', name, [
      {
        field: 'spec.replicas',
        type: 'Invalid value',
        value: replicas,
        detail: 'must be greater than or equal to 0',
      },
    ]);
}
