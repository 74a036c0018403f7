import type { Tokens } from '../auth/tokens.ts';
import { isJsonObject, type JsonObject, objectIn, objectsIn, textAt, valueAt } from '../json-value.ts';
import { type MemoryStore, timestamp } from '../memory-store.ts';
import { storageKey } from '../resources/registry.ts';
import { selectorText } from '../resources/resource-type.ts';
import { Schemas } from '../schema/schemas.ts';
import { badRequest, conflict, notFound, StatusError } from '../status-error.ts';
import type { DemoObject, ResourceKey } from '../store.ts';
import { mediaTypeOf, parseObject } from './body.ts';
import { patched } from './patch.ts';
import { matchesLabelSelector } from './selectors.ts';
import type { Answer, WriteRequest } from './writes.ts';

const BOUND_TO: Readonly<Record<string, ResourceKey>> = {
  Pod: { group: '', resource: 'pods' },
  Secret: { group: '', resource: 'secrets' },
  Node: { group: '', resource: 'nodes' },
};
const BUDGETS = { group: 'policy', resource: 'poddisruptionbudgets' };
const MIN_TOKEN_SECONDS = 600;
const MAX_TOKEN_SECONDS = 2 ** 32;

interface Context {
  readonly store: MemoryStore;
  readonly tokens: Tokens;
}

type Handler = (write: WriteRequest, current: DemoObject, context: Context) => Answer;

/** Sub-resources with a body of their own, by "resource/subresource" or by sub-resource. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  scale,
  'pods/binding': bind,
  'pods/eviction': evict,
  'pods/ephemeralcontainers': ephemeral,
  'serviceaccounts/token': requestToken,
  'namespaces/finalize': finalize,
};

/** Answers a request for such a sub-resource; undefined when it is none. */
export function answerSubresource(write: WriteRequest, context: Context): Answer | undefined {
  const { request, type } = write;
  const handler = HANDLERS[`${type.plural}/${request.subresource}`] ?? HANDLERS[request.subresource];
  if (!handler) return undefined;
  const key = storageKey(type);
  const current = context.store.get(key, type.namespaced ? request.namespace : undefined, request.name ?? '');
  if (!current) throw notFound(key, request.name ?? '');
  return handler(write, current, context);
}

function scaleOf(object: DemoObject): DemoObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = valueAt(object, 'spec', 'selector');
  const labels = isJsonObject(selector) && !('matchLabels' in selector) && !('matchExpressions' in selector);
  const text = selectorText(labels ? { matchLabels: selector as Record<string, string> } : (selector as object));
  const replicas = valueAt(object, 'spec', 'replicas');
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid, resourceVersion, creationTimestamp },
    spec: typeof replicas === 'number' ? { replicas } : {},
    status: {
      replicas: valueAt(object, 'status', 'replicas') ?? 0,
      ...(selector === undefined ? {} : { selector: text }),
    },
  };
}

function scale(write: WriteRequest, current: DemoObject, { store }: Context): Answer {
  const { request, type, req, body } = write;
  const shown = scaleOf(current);
  if (request.verb === 'get') return { code: 200, body: shown, isObject: false };
  const mediaType = mediaTypeOf(req);
  const next =
    request.verb === 'patch'
      ? patched(shown, body, mediaType, { group: 'autoscaling' }, undefined)
      : parseObject(body, mediaType);
  const version = textAt(next, 'metadata', 'resourceVersion');
  const key = storageKey(type);
  const { name, namespace, resourceVersion } = current.metadata;
  if (version !== '' && version !== resourceVersion)
    throw conflict(
      key,
      name,
      'the object has been modified; please apply your changes to the latest version and try again',
    );
  const replicas = valueAt(next, 'spec', 'replicas') ?? 0;
  if (typeof replicas !== 'number' || !Number.isInteger(replicas) || replicas < 0)
    throw new StatusError(
      422,
      'Invalid',
      `Scale.autoscaling "${name}" is invalid: spec.replicas: Invalid value: ${JSON.stringify(replicas)}: must be greater than or equal to 0`,
    );
  const change = (draft: DemoObject) => {
    objectIn(draft, 'spec')['replicas'] = replicas;
  };
  const dryRun = request.query.getAll('dryRun').includes('All');
  const stored = dryRun ? store.revise(key, current, change) : store.update(key, namespace, name, change);
  return { code: 200, body: scaleOf(stored ?? current), isObject: false };
}

function bind(write: WriteRequest, pod: DemoObject, { store }: Context): Answer {
  const binding = parseObject(write.body, mediaTypeOf(write.req));
  const node = textAt(binding, 'target', 'name');
  if (node === '') throw badRequest('target.name: Required value');
  const { name, namespace } = pod.metadata;
  const key = storageKey(write.type);
  const bound = textAt(pod, 'spec', 'nodeName');
  if (bound !== '') throw conflict(key, name, `pod ${name} is already assigned to node "${bound}"`);
  store.update(key, namespace, name, (draft) => {
    objectIn(draft, 'spec')['nodeName'] = node;
  });
  return success(201);
}

const success = (code: number): Answer => ({
  code,
  isObject: false,
  body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code },
});

/** A disruption budget that allows nothing refuses with 429, which `kubectl drain` waits on. */
function evict(write: WriteRequest, pod: DemoObject, { store }: Context): Answer {
  const eviction = parseObject(write.body, mediaTypeOf(write.req));
  const { name, namespace, labels = {} } = pod.metadata;
  const finished = ['Succeeded', 'Failed', 'Pending'].includes(textAt(pod, 'status', 'phase'));
  const budgets = finished
    ? []
    : store.list(BUDGETS, namespace).filter((b) => matchesLabelSelector(valueAt(b, 'spec', 'selector'), labels));
  if (budgets.length > 1)
    throw new StatusError(
      500,
      'InternalError',
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    );
  const [budget] = budgets;
  const dryRun = JSON.stringify(valueAt(eviction, 'deleteOptions', 'dryRun') ?? []).includes('All');
  if (budget) {
    const allowed = Number(valueAt(budget, 'status', 'disruptionsAllowed') ?? 0);
    if (allowed <= 0) throw blocked(budget);
    if (!dryRun)
      store.update(BUDGETS, namespace, budget.metadata.name, (draft) => {
        objectIn(draft, 'status')['disruptionsAllowed'] = allowed - 1;
      });
  }
  const grace = valueAt(eviction, 'deleteOptions', 'gracePeriodSeconds');
  if (!dryRun)
    store.delete(storageKey(write.type), namespace, name, typeof grace === 'number' ? { graceSeconds: grace } : {});
  return success(201);
}

function blocked(budget: DemoObject): StatusError {
  const needed = valueAt(budget, 'status', 'desiredHealthy') ?? 0;
  const healthy = valueAt(budget, 'status', 'currentHealthy') ?? 0;
  return new StatusError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [
      {
        reason: 'DisruptionBudget',
        message: `The disruption budget ${budget.metadata.name} needs ${needed} healthy pods and has ${healthy} currently`,
      },
    ],
  });
}

function ephemeral(write: WriteRequest, pod: DemoObject, { store }: Context): Answer {
  const { request, req, body, type } = write;
  if (request.verb === 'get') return { code: 200, body: pod, isObject: true };
  const mediaType = mediaTypeOf(req);
  const next =
    request.verb === 'patch'
      ? patched(pod, body, mediaType, type, new Schemas().of(type, request.version))
      : parseObject(body, mediaType);
  const { name, namespace } = pod.metadata;
  const before = objectsIn(pod, 'spec', 'ephemeralContainers');
  const after = objectsIn(next, 'spec', 'ephemeralContainers');
  if (before.some((old) => !after.some((container) => container['name'] === old['name'])))
    throw new StatusError(
      422,
      'Invalid',
      `Pod "${name}" is invalid: spec.ephemeralContainers: Forbidden: existing ephemeral containers may not be removed`,
    );
  const stored = store.update(storageKey(type), namespace, name, (draft) => {
    objectIn(draft, 'spec')['ephemeralContainers'] = after;
  });
  return { code: 200, body: stored ?? pod, isObject: true };
}

function requestToken(write: WriteRequest, account: DemoObject, { store, tokens }: Context): Answer {
  const posted: JsonObject = write.body.trim() === '' ? {} : parseObject(write.body, mediaTypeOf(write.req));
  const seconds = valueAt(posted, 'spec', 'expirationSeconds') ?? 3600;
  const invalidSeconds = (words: string) =>
    new StatusError(
      422,
      'Invalid',
      `TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: ${JSON.stringify(seconds)}: ${words}`,
    );
  if (typeof seconds !== 'number' || seconds < MIN_TOKEN_SECONDS)
    throw invalidSeconds('may not specify a duration less than 10 minutes');
  if (seconds > MAX_TOKEN_SECONDS) throw invalidSeconds('may not specify a duration larger than 2^32 seconds');
  const asked = valueAt(posted, 'spec', 'audiences');
  const audiences = Array.isArray(asked) ? asked.map(String) : undefined;
  const bound = valueAt(posted, 'spec', 'boundObjectRef');
  const boundTo = isJsonObject(bound) ? boundObject(bound, account, store) : undefined;
  const { token, expires } = tokens.issue(account, { expirationSeconds: seconds, audiences, boundTo });
  const { name, namespace } = account.metadata;
  return {
    code: 201,
    isObject: false,
    body: {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name, namespace, creationTimestamp: timestamp(store.now()) },
      spec: {
        audiences: audiences?.length ? audiences : tokens.audiences,
        expirationSeconds: seconds,
        boundObjectRef: isJsonObject(bound) ? bound : null,
      },
      status: { token, expirationTimestamp: timestamp(expires) },
    },
  };
}

/** A token dies with what it is bound to, so that must be there, and be the one that is meant. */
function boundObject(reference: JsonObject, account: DemoObject, store: MemoryStore) {
  const [kind, name, uid] = ['kind', 'name', 'uid'].map((field) => textAt(reference, field)) as [
    string,
    string,
    string,
  ];
  const key = Object.hasOwn(BOUND_TO, kind) ? BOUND_TO[kind] : undefined;
  if (!key) throw badRequest(`cannot bind token to object of type ${textAt(reference, 'apiVersion')}, Kind=${kind}`);
  const object = store.get(key, kind === 'Node' ? undefined : account.metadata.namespace, name);
  if (!object) throw notFound(key, name);
  if (uid !== '' && uid !== object.metadata.uid)
    throw conflict(
      key,
      name,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  if (kind === 'Pod' && textAt(object, 'spec', 'serviceAccountName') !== account.metadata.name)
    throw badRequest(
      `cannot bind token for serviceaccount ${JSON.stringify(account.metadata.name)} to pod running with different serviceaccount name.`,
    );
  return { kind, name, uid: object.metadata.uid };
}

function finalize(write: WriteRequest, namespace: DemoObject, { store }: Context): Answer {
  const next = parseObject(write.body, mediaTypeOf(write.req));
  const stored = store.update(storageKey(write.type), undefined, namespace.metadata.name, (draft) => {
    objectIn(draft, 'spec')['finalizers'] = valueAt(next, 'spec', 'finalizers') ?? [];
  });
  return { code: 200, body: stored ?? namespace, isObject: true };
}
