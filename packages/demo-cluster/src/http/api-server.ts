import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Attributes, type Rbac, refusal } from '../auth/rbac.ts';
import { review } from '../auth/reviews.ts';
import type { Tokens, User } from '../auth/tokens.ts';
import type { RequestFaults } from '../faults.ts';
import { flowHeaders } from '../flow-control.ts';
import type { MemoryStore } from '../memory-store.ts';
import { objectOf, objectsOf, type Registry } from '../resources/registry.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import type { PodRuntime } from '../runtime.ts';
import { forbidden, methodNotAllowed, noSuchPath, notFound, StatusError } from '../status-error.ts';
import { sendLog } from '../streams/log.ts';
import { podTarget } from '../streams/pod-target.ts';
import { type ApiRequest, readApiRequest } from './api-request.ts';
import { authenticate } from './authentication.ts';
import { mediaTypeOf, parseObject, readBody } from './body.ts';
import type { Lists } from './list.ts';
import { isUnknownGroup, type PathHandler } from './paths.ts';
import { pageNotFound, serviceUnavailable } from './plain-answer.ts';
import { chooseRepresentation, type Representation } from './representation.ts';
import { parseSelectors } from './selectors.ts';
import { sendError, sendJson, setWarnings, toStatusError } from './send.ts';
import { answerSubresource } from './subresources/answer-subresource.ts';
import type { SubresourceAnswer } from './subresources/subresource.ts';
import type { WatchHub } from './watch-hub.ts';
import type { WriteRequest, Writes } from './writes.ts';

/** Answers the sub-resources that connect a client with a container or a port; who asks may do so. */
interface Connect {
  answer(request: ApiRequest, req: IncomingMessage, res: ServerResponse): Promise<void>;
  upgrade(request: ApiRequest, req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
}

export interface ApiServerParts {
  readonly store: MemoryStore;
  readonly registry: Registry;
  readonly rbac: Rbac;
  readonly tokens: Tokens;
  readonly lists: Lists;
  readonly watches: WatchHub;
  readonly writes: Writes;
  readonly runtime: PodRuntime;
  readonly connect: Connect;
  readonly faults: RequestFaults;
  /** open log streams, to be cut */
  readonly logs: Set<ServerResponse>;
  /** paths that are no resources: the first one that knows a path answers it */
  readonly paths: readonly PathHandler[];
}

const CONNECT = ['attach', 'exec', 'portforward', 'proxy'];

/** The request and upgrade handlers of the API server. */
export class ApiServer {
  readonly #parts: ApiServerParts;

  constructor(parts: ApiServerParts) {
    this.#parts = parts;
  }

  async handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      res.setHeader('Audit-Id', randomUUID());
      const request = readApiRequest(req.method ?? 'GET', req.url ?? '/');
      await this.#parts.faults.pass(request);
      await this.#parts.tokens.prepare(req.headers.authorization);
      const user = this.#authorized(request, req);
      for (const [name, value] of flowHeaders(this.#parts.store, user)) res.setHeader(name, value);
      if (request.isResource) await this.#answerResource(request, user, req, res);
      else await this.#answerPath(request, user, req, res);
    } catch (error) {
      if (!res.destroyed) await sendError(res, error);
    }
  }

  async upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    try {
      const request = readApiRequest(req.method ?? 'GET', req.url ?? '/');
      await this.#parts.faults.pass(request);
      await this.#parts.tokens.prepare(req.headers.authorization);
      this.#authorized(request, req);
      if (!request.isResource) throw noSuchPath();
      this.#typeOf(request);
      if (!isConnect(request)) throw noSuchPath();
      await this.#parts.connect.upgrade(request, req, socket, head);
    } catch (error) {
      const status = toStatusError(error);
      const body = JSON.stringify(status.toStatus());
      socket.end(
        `HTTP/1.1 ${status.code} ${status.reason}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
      );
    }
  }

  /** Who asks, once it is sure that they may. Throws 401 or 403. */
  #authorized(request: ApiRequest, req: IncomingMessage): User {
    const { rbac, tokens } = this.#parts;
    const user = authenticate(req, tokens, rbac);
    const wish = wishOf(request);
    if (rbac.allows(user, wish)) return user;
    const why = refusal(user, wish);
    if ('path' in wish) throw new StatusError(403, 'Forbidden', `forbidden: ${why}`, {});
    throw forbidden({ group: wish.group, resource: wish.resource }, wish.name ?? '', why);
  }

  async #answerPath(request: ApiRequest, user: User, req: IncomingMessage, res: ServerResponse): Promise<void> {
    for (const answer of this.#parts.paths) if (await answer(request, user, req, res)) return;
    throw noSuchPath();
  }

  async #answerResource(request: ApiRequest, user: User, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const type = this.#typeOf(request);
    const { verb, subresource } = request;
    const deprecation = type.deprecations?.[request.version];
    const warnings = deprecation === undefined ? [] : [deprecation];
    setWarnings(res, warnings);
    if (type.plural === 'pods' && subresource === 'log') return this.#answerLog(request, res);
    if (isConnect(request)) return this.#parts.connect.answer(request, req, res);
    const shape = (as?: ResourceType) =>
      this.#representation(as ? { ...request, version: 'v1' } : request, as ?? type, req);
    if (verb === 'list') return this.#parts.lists.answer(request, shape(), res);
    if (verb === 'watch') return this.#parts.watches.answer(withNameSelector(request), shape(), res);
    const body = verb === 'get' ? '' : await readBody(req);
    const answer = this.#answerObject({ request, type, req, body, user }, user);
    setWarnings(res, [...warnings, ...(answer.warnings ?? [])]);
    await sendJson(res, answer.code, answer.isObject ? shape(answer.as).document(answer.body as never) : answer.body);
  }

  #answerObject(write: WriteRequest, user: User): SubresourceAnswer {
    const { store, tokens, rbac, writes } = this.#parts;
    const { request, type, req, body } = write;
    if (request.verb === 'create' && request.subresource === '' && type.columns.length === 0) {
      const posted = parseObject(body, mediaTypeOf(req));
      const answered = review(type.plural, posted, {
        user,
        rbac,
        tokens,
        namespace: request.namespace,
        now: store.now(),
      });
      if (answered) return { code: 201, body: answered, isObject: false };
    }
    const special = answerSubresource(write, { store, tokens, writes });
    if (special) return special;
    switch (request.verb) {
      case 'get': {
        const object = objectOf(store, type, type.namespaced ? request.namespace : undefined, request.name ?? '');
        if (!object) throw notFound({ group: type.group, resource: type.plural }, request.name ?? '');
        return { code: 200, body: object, isObject: true };
      }
      case 'create':
        return writes.create(write);
      case 'update':
        return writes.update(write);
      case 'patch':
        return writes.patch(write);
      case 'delete':
        return writes.delete(write);
      case 'deletecollection': {
        const selector = parseSelectors(request.query, type);
        const all = objectsOf(store, type, type.namespaced ? request.namespace : undefined);
        return writes.deleteCollection(write, selector ? all.filter(selector) : all);
      }
      default:
        throw methodNotAllowed();
    }
  }

  async #answerLog(request: ApiRequest, res: ServerResponse): Promise<void> {
    const { store, runtime, logs } = this.#parts;
    const target = podTarget(store, request.namespace ?? '', request.name ?? '', request.query);
    logs.add(res);
    res.on('close', () => logs.delete(res));
    await sendLog(runtime, target, request.query, store.now(), res);
  }

  /** The table entry that a request means. Throws 404, 405, and 503 for an aggregated API whose server is away. */
  #typeOf(request: ApiRequest): ResourceType {
    const { registry } = this.#parts;
    const { group, version, resource, subresource, verb, namespace, name, method } = request;
    if (registry.isAway(group, version)) throw serviceUnavailable();
    const missing = () => (isUnknownGroup(registry, request.path) ? pageNotFound() : noSuchPath());
    const type = registry.served(group, version, resource);
    if (!type) throw missing();
    const inside = namespace !== undefined && resource !== 'namespaces';
    if (inside && !type.namespaced) throw missing();
    if (type.namespaced && !inside && name !== undefined) throw missing();
    if (method === 'HEAD') throw methodNotAllowed();
    if (subresource !== '') {
      const sub = type.subresources.find((each) => each.name === subresource.split('/')[0]);
      if (!sub) throw missing();
      if (!sub.verbs.includes(verb)) throw methodNotAllowed();
    } else if (!type.verbs.includes(verb)) throw methodNotAllowed();
    else if (verb === 'create' && (name !== undefined || (type.namespaced && !inside))) throw methodNotAllowed();
    else if (verb === 'deletecollection' && type.namespaced && !inside) throw methodNotAllowed();
    return type;
  }

  #representation(request: ApiRequest, type: ResourceType, req: IncomingMessage): Representation {
    const { store } = this.#parts;
    return chooseRepresentation(req.headers, request.query, type, request.version, () => store.now());
  }
}

const isConnect = ({ subresource }: ApiRequest) => CONNECT.includes(subresource.split('/')[0] ?? '');

function wishOf(request: ApiRequest): Attributes {
  if (!request.isResource) return { verb: request.verb, path: request.path };
  const { verb, group, resource, subresource, namespace } = request;
  return {
    verb,
    group,
    resource,
    // what comes after …/proxy/ is the other server's path
    subresource: subresource.split('/')[0] ?? '',
    namespace,
    name: request.name ?? nameInSelector(request),
  };
}

/** A list or watch of one name is judged as access to that name (KEP-4601 has the full story). */
function nameInSelector({ verb, query }: ApiRequest): string | undefined {
  if (verb !== 'list' && verb !== 'watch' && verb !== 'deletecollection') return undefined;
  return /^metadata\.name==?([^=,!]+)$/.exec(query.get('fieldSelector') ?? '')?.[1];
}

/** The old watch path of one object: /api/v1/watch/namespaces/ns/pods/name. */
function withNameSelector(request: ApiRequest): ApiRequest {
  if (request.name === undefined) return request;
  const query = new URLSearchParams(request.query);
  query.set('fieldSelector', `metadata.name=${request.name}`);
  return { ...request, query };
}
