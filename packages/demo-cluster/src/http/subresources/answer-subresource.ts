import { valueAt } from '../../json-value.ts';
import { storageKey } from '../../resources/registry.ts';
import { notFound } from '../../status-error.ts';
import { mediaTypeOf, parseObject } from '../body.ts';
import type { WriteRequest } from '../writes.ts';
import { evict } from './eviction.ts';
import { bind, bindByName, ephemeralContainers, resize } from './pod-subresources.ts';
import { scale } from './scale.ts';
import type { Subresource, SubresourceAnswer } from './subresource.ts';
import { requestToken } from './token-request.ts';

type Handler = (subresource: Subresource) => SubresourceAnswer;

/** Sub-resources with a body of their own, by "resource/subresource" or by sub-resource. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  scale,
  'pods/binding': bind,
  'pods/eviction': evict,
  'pods/ephemeralcontainers': ephemeralContainers,
  'pods/resize': resize,
  'serviceaccounts/token': requestToken,
  'namespaces/finalize': finalize,
};

/** Answers a request for such a sub-resource; undefined when it is none. */
export function answerSubresource(write: WriteRequest, context: Subresource['context']): SubresourceAnswer | undefined {
  const { request, type } = write;
  if (type.group === '' && type.plural === 'bindings') return bindByName({ write, context });
  const handler = HANDLERS[`${type.plural}/${request.subresource}`] ?? HANDLERS[request.subresource];
  if (!handler) return undefined;
  const key = storageKey(type);
  const current = context.store.get(key, type.namespaced ? request.namespace : undefined, request.name ?? '');
  if (!current) throw notFound(key, request.name ?? '');
  return handler({ write, current, context });
}

/** The only way to `spec.finalizers`, which holds a namespace back until it is empty. */
function finalize({ write, current, context: { store } }: Subresource): SubresourceAnswer {
  const next = parseObject(write.body, mediaTypeOf(write.req));
  const stored = store.update(storageKey(write.type), undefined, current.metadata.name, (draft) => {
    const finalizers = valueAt(next, 'spec', 'finalizers') ?? [];
    draft['spec'] = { ...(draft['spec'] as object), finalizers };
  });
  return { code: 200, body: stored ?? current, isObject: true };
}
