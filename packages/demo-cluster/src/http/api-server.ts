import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { type Attributes, type Rbac, refusal } from '../auth/rbac.ts';
import { review } from '../auth/reviews.ts';
import type { Tokens, User } from '../auth/tokens.ts';
import type { FaultState } from '../faults.ts';
import type { MemoryStore } from '../memory-store.ts';
import { type Registry, storageKey } from '../resources/registry.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import type { PodRuntime } from '../runtime.ts';
import {
  badRequest,
  forbidden,
  methodNotAllowed,
  noSuchPath,
  notFound,
  StatusError,
  unauthorized,
} from '../status-error.ts';
import { sendLog } from '../streams/log.ts';
import { podTarget, requireRunning } from '../streams/pod-target.ts';
import { chooseProtocol, playRemoteCommand } from '../streams/remote-command.ts';
import { type ApiRequest, readApiRequest } from './api-request.ts';
import { mediaTypeOf, parseObject, readBody } from './body.ts';
import { AGGREGATED_TYPE, discover, VERSION, wantsAggregated } from './discovery.ts';
import type { Lists } from './list.ts';
import { chooseRepresentation, type Representation } from './representation.ts';
import { parseSelectors } from './selectors.ts';
import { sendError, sendJson, sendText, toStatusError } from './send.ts';
import { answerSubresource } from './subresources.ts';
import type { WatchHub } from './watch-hub.ts';
import type { Answer, WriteRequest, Writes } from './writes.ts';

export interface ApiServerParts {
  readonly store: MemoryStore;
  readonly registry: Registry;
  readonly rbac: Rbac;
  readonly tokens: Tokens;
  readonly lists: Lists;
  readonly watches: WatchHub;
  readonly writes: Writes;
  readonly runtime: PodRuntime;
  readonly faults: FaultState;
  /** open log streams, to be cut */
  readonly logs: Set<ServerResponse>;
  /** answers paths outside the Kubernetes API; true when it did */
  readonly extra?:
    | ((request: ApiRequest, user: User, req: IncomingMessage, res: ServerResponse) => Promise<boolean>)
    | undefined;
}

const HEALTH = ['/healthz', '/livez', '/readyz'];
const ANONYMOUS: User = { name: 'system:anonymous', uid: '', groups: ['system:unauthenticated'], extra: {} };
const TOKEN_PROTOCOL = 'base64url.bearer.authorization.k8s.io.';

/** The request and upgrade handlers of the API server. */
export class ApiServer {
  readonly #parts: ApiServerParts;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => chooseProtocol(offered) ?? false,
  });

  constructor(parts: ApiServerParts) {
    this.#parts = parts;
  }

  async handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      await this.#passFaults();
      const request = readApiRequest(req.method ?? 'GET', req.url ?? '/');
      const user = this.#authorized(request, req);
      if (request.isResource) await this.#answerResource(request, user, req, res);
      else await this.#answerPath(request, user, req, res);
    } catch (error) {
      if (!res.destroyed) await sendError(res, error);
    }
  }

  async upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    try {
      await this.#passFaults();
      const request = readApiRequest('GET', req.url ?? '/');
      this.#authorized(request, req);
      const verb = request.subresource;
      if (request.resource !== 'pods' || (verb !== 'exec' && verb !== 'attach')) throw noSuchPath();
      const target = podTarget(this.#parts.store, request.namespace ?? '', request.name ?? '', request.query);
      requireRunning(target);
      if (verb === 'exec' && request.query.getAll('command').length === 0)
        throw badRequest('you must specify at least 1 command for the container');
      const offered = (req.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
      if (chooseProtocol(offered) === undefined)
        throw badRequest(`unable to upgrade: no protocol in [${offered.join(' ')}] is supported`);
      this.#sockets.handleUpgrade(req, socket, head, (ws) => {
        ws.on('error', () => ws.terminate());
        void playRemoteCommand(this.#parts.runtime, verb, target, request.query, ws);
      });
    } catch (error) {
      const status = toStatusError(error);
      const body = JSON.stringify(status.toStatus());
      socket.end(
        `HTTP/1.1 ${status.code} ${status.reason}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
      );
    }
  }

  async #passFaults(): Promise<void> {
    const { latencyMs, throttled } = this.#parts.faults;
    if (latencyMs > 0) await delay(latencyMs);
    if (throttled)
      throw new StatusError(429, 'TooManyRequests', 'Too many requests, please try again later.', {
        retryAfterSeconds: 1,
      });
  }

  /** Who asks, once it is sure that they may. Throws 401 or 403. */
  #authorized(request: ApiRequest, req: IncomingMessage): User {
    const { rbac, tokens } = this.#parts;
    const token = bearerToken(req);
    const user = token === undefined ? ANONYMOUS : tokens.userOf(token);
    if (!user) throw unauthorized();
    const wish = this.#wishOf(request);
    if (rbac.allows(user, wish)) return user;
    if (user === ANONYMOUS) throw unauthorized();
    const why = refusal(user, wish);
    if ('path' in wish) throw new StatusError(403, 'Forbidden', `forbidden: ${why}`, {});
    throw forbidden({ group: wish.group, resource: wish.resource }, wish.name ?? '', why);
  }

  #wishOf(request: ApiRequest): Attributes {
    if (!request.isResource) return { verb: request.verb, path: request.path };
    const { verb, group, resource, subresource, namespace } = request;
    return { verb, group, resource, subresource, namespace, name: request.name ?? nameInSelector(request) };
  }

  async #answerPath(request: ApiRequest, user: User, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { path, method } = request;
    if (this.#parts.extra && (await this.#parts.extra(request, user, req, res))) return;
    if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed();
    if (HEALTH.some((health) => path === health || path.startsWith(`${health}/`))) return sendText(res, 200, 'ok');
    if (path === '/version' || path === '/version/') return sendJson(res, 200, VERSION);
    if (path === '/')
      return sendJson(res, 200, { paths: ['/api', '/apis', '/healthz', '/livez', '/readyz', '/version'] });
    const answer = discover(this.#parts.registry, path, req.headers, req.headers.host ?? '');
    if (answer === undefined) throw noSuchPath();
    if (wantsAggregated(req.headers) && path.split('/').filter(Boolean).length === 1) {
      res.setHeader('content-type', AGGREGATED_TYPE);
      res.setHeader('vary', 'Accept');
    }
    await sendJson(res, 200, answer);
  }

  async #answerResource(request: ApiRequest, user: User, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const type = this.#typeOf(request);
    const { verb, subresource } = request;
    if (type.plural === 'pods' && subresource === 'log') return this.#answerLog(request, res);
    if (type.plural === 'pods' && ['exec', 'attach', 'portforward'].includes(subresource))
      throw badRequest('Upgrade request required');
    if (['proxy', 'portforward'].includes(subresource))
      throw new StatusError(503, 'ServiceUnavailable', 'the demo cluster has nothing to proxy to yet');
    const shape = () => this.#representation(request, type, req);
    if (verb === 'list') return this.#parts.lists.answer(request, shape(), res);
    if (verb === 'watch') return this.#parts.watches.answer(withNameSelector(request), shape(), res);
    const body = verb === 'get' ? '' : await readBody(req);
    const answer = this.#answerObject({ request, type, req, body }, user);
    await sendJson(res, answer.code, answer.isObject ? shape().document(answer.body as never, true) : answer.body);
  }

  #answerObject(write: WriteRequest, user: User): Answer {
    const { store, tokens, rbac, writes } = this.#parts;
    const { request, type, req, body } = write;
    if (request.verb === 'create' && request.subresource === '' && type.columns.length === 0) {
      const posted = parseObject(body, mediaTypeOf(req));
      const answered = review(type.plural, posted, { user, rbac, tokens, namespace: request.namespace });
      if (answered) return { code: 201, body: answered, isObject: false };
    }
    const special = request.subresource === '' ? undefined : answerSubresource(write, { store, tokens });
    if (special) return special;
    switch (request.verb) {
      case 'get': {
        const object = store.get(storageKey(type), type.namespaced ? request.namespace : undefined, request.name ?? '');
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
        const all = store.list(storageKey(type), type.namespaced ? request.namespace : undefined);
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

  /** The table entry that a request means. Throws 404 and 405. */
  #typeOf(request: ApiRequest): ResourceType {
    const { group, version, resource, subresource, verb, namespace, name } = request;
    const type = this.#parts.registry.served(group, version, resource);
    if (!type) throw noSuchPath();
    const inside = namespace !== undefined && resource !== 'namespaces';
    if (inside && !type.namespaced) throw noSuchPath();
    if (type.namespaced && !inside && name !== undefined) throw noSuchPath();
    if (subresource !== '') {
      const sub = type.subresources.find((each) => each.name === subresource.split('/')[0]);
      if (!sub) throw noSuchPath();
      if (!sub.verbs.includes(verb)) throw methodNotAllowed();
    } else if (!type.verbs.includes(verb)) throw methodNotAllowed();
    else if (verb === 'create' && (name !== undefined || (type.namespaced && !inside))) throw methodNotAllowed();
    return type;
  }

  #representation(request: ApiRequest, type: ResourceType, req: IncomingMessage): Representation {
    const { store } = this.#parts;
    return chooseRepresentation(req.headers, request.query, type, request.version, () => store.now());
  }
}

function bearerToken(req: IncomingMessage): string | undefined {
  const header = req.headers.authorization;
  if (header !== undefined) return /^bearer +(\S+)$/i.exec(header.trim())?.[1] ?? '';
  const protocol = (req.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .find((part) => part.startsWith(TOKEN_PROTOCOL));
  return protocol === undefined
    ? undefined
    : Buffer.from(protocol.slice(TOKEN_PROTOCOL.length), 'base64url').toString();
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
