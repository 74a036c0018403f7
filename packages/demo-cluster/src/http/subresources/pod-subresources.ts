import { type JsonObject, objectIn, objectsIn, textAt, valueAt } from '../../json-value.ts';
import { timestamp } from '../../memory-store.ts';
import { presented } from '../../resources/registry.ts';
import { Schemas } from '../../schema/schemas.ts';
import { badRequest, conflict, invalid, notFound } from '../../status-error.ts';
import type { DemoObject } from '../../store.ts';
import { mediaTypeOf, parseObject } from '../body.ts';
import { patched } from '../patch.ts';
import { done, type Subresource, type SubresourceAnswer } from './subresource.ts';

const PODS = { group: '', resource: 'pods' };
const SCHEMAS = new Schemas();
const RESIZABLE = ['cpu', 'memory'];

/** What a scheduler does: puts a pod on a node, once. */
export function bind({ write, current: pod, context: { store } }: Subresource): SubresourceAnswer {
  const binding = parseObject(write.body, mediaTypeOf(write.req));
  const node = textAt(binding, 'target', 'name');
  const { name, namespace } = pod.metadata;
  const kind = textAt(binding, 'target', 'kind');
  if (kind !== '' && kind !== 'Node')
    throw invalid('', 'Binding', name, [
      { field: 'target.kind', type: 'Unsupported value', value: kind, detail: 'supported values: "Node", "<empty>"' },
    ]);
  if (node === '') throw invalid('', 'Binding', name, [{ field: 'target.name', type: 'Required value', detail: '' }]);
  const bound = textAt(pod, 'spec', 'nodeName');
  const refuse = (why: string) => conflict({ group: '', resource: 'pods/binding' }, name, why);
  if (pod.metadata.deletionTimestamp) throw refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
  if (bound !== '') throw refuse(`pod ${name} is already assigned to node "${bound}"`);
  if (write.request.query.getAll('dryRun').includes('All')) return done(201);
  const lastTransitionTime = timestamp(store.now());
  store.update(PODS, namespace, name, (draft) => {
    objectIn(draft, 'spec')['nodeName'] = node;
    const status = objectIn(draft, 'status');
    const others = objectsIn(status, 'conditions').filter((condition) => condition['type'] !== 'PodScheduled');
    const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime };
    status['conditions'] = [...others, scheduled];
  });
  return done(201);
}

/** The pod as the client wants it. */
function wantedPod({ write, current }: Subresource): JsonObject {
  const { request, req, body, type } = write;
  const mediaType = mediaTypeOf(req);
  return request.verb === 'patch'
    ? patched(current, body, mediaType, type, SCHEMAS.of(type, request.version))
    : parseObject(body, mediaType);
}

/** Writes the current pod with a change, on the way of every other write. */
function revised({ write, current, context }: Subresource, wanted: JsonObject, change: (pod: DemoObject) => void) {
  const { request, type } = write;
  const next = structuredClone(presented(type, request.version, current));
  const version = textAt(wanted, 'metadata', 'resourceVersion');
  if (version !== '') next.metadata.resourceVersion = version;
  change(next);
  return context.writes.update({ ...write, request: { ...request, verb: 'update' }, body: JSON.stringify(next) });
}

/** `kubectl debug`: containers can be added to a pod that runs, and never go again. */
export function ephemeralContainers(subresource: Subresource): SubresourceAnswer {
  const { write, current } = subresource;
  if (write.request.verb === 'get') return { code: 200, body: current, isObject: true };
  const wanted = wantedPod(subresource);
  const before = objectsIn(current, 'spec', 'ephemeralContainers');
  const after = objectsIn(wanted, 'spec', 'ephemeralContainers');
  const lost = before.find((old) => !after.some((container) => container['name'] === old['name']));
  if (lost)
    throw invalid('', 'Pod', current.metadata.name, [
      {
        field: 'spec.ephemeralContainers',
        type: 'Forbidden',
        detail: `existing ephemeral containers ${JSON.stringify(lost['name'])} may not be removed\n`,
      },
    ]);
  return revised(subresource, wanted, (pod) => {
    objectIn(pod, 'spec')['ephemeralContainers'] = after;
  });
}

/** KEP-1287: CPU and memory of a pod's containers change while it runs. */
export function resize(subresource: Subresource): SubresourceAnswer {
  const { write, current } = subresource;
  if (write.request.verb === 'get') return { code: 200, body: current, isObject: true };
  const wanted = wantedPod(subresource);
  const containers = objectsIn(wanted, 'spec', 'containers');
  for (const [index, container] of containers.entries())
    for (const list of ['limits', 'requests'])
      for (const name of Object.keys((valueAt(container, 'resources', list) ?? {}) as object))
        if (!RESIZABLE.includes(name) && !sameIn(current, index, list, name, container))
          throw invalid('', 'Pod', current.metadata.name, [
            { field: 'spec', type: 'Forbidden', detail: 'only cpu and memory resources are mutable' },
          ]);
  return revised(subresource, wanted, (pod) => {
    for (const own of objectsIn(pod, 'spec', 'containers')) {
      const container = containers.find((each) => each['name'] === own['name']);
      if (container?.['resources'] !== undefined) own['resources'] = container['resources'];
    }
  });
}

const sameIn = (pod: DemoObject, index: number, list: string, name: string, wanted: JsonObject) =>
  valueAt(objectsIn(pod, 'spec', 'containers')[index], 'resources', list, name) ===
  valueAt(wanted, 'resources', list, name);

/** A binding that names its pod itself: POST …/bindings. */
export function bindByName(subresource: Omit<Subresource, 'current'>): SubresourceAnswer {
  const { write, context } = subresource;
  const binding = parseObject(write.body, mediaTypeOf(write.req));
  const name = textAt(binding, 'metadata', 'name');
  if (name === '') throw badRequest('name is required');
  const pod = context.store.get(PODS, write.request.namespace, name);
  if (!pod) throw notFound(PODS, name);
  return bind({ ...subresource, current: pod });
}
