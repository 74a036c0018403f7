import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { ApiRequest } from '../http/api-request.ts';
import type { PodRuntime } from '../runtime.ts';
import { badRequest, noSuchPath, StatusError } from '../status-error.ts';
import type { ClusterStore } from '../store.ts';
import { podTarget, requireRunning } from './pod-target.ts';
import { chooseProtocol, playRemoteCommand } from './remote-command.ts';

/** Answers the sub-resources that connect a client with a container or a port. */
export class Connections {
  readonly #store: ClusterStore;
  readonly #runtime: PodRuntime;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => chooseProtocol(offered) ?? false,
  });

  constructor(store: ClusterStore, runtime: PodRuntime) {
    this.#store = store;
    this.#runtime = runtime;
  }

  /** A request that asks for no other protocol. */
  async answer(request: ApiRequest, _req: IncomingMessage, _res: ServerResponse): Promise<void> {
    if (request.resource === 'pods' && ['exec', 'attach', 'portforward'].includes(request.subresource))
      throw badRequest('Upgrade request required');
    throw new StatusError(503, 'ServiceUnavailable', 'the demo cluster has nothing to proxy to yet');
  }

  /** A request that asks for another protocol on this connection. */
  async upgrade(request: ApiRequest, req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const verb = request.subresource;
    if (request.resource !== 'pods' || (verb !== 'exec' && verb !== 'attach')) throw noSuchPath();
    const target = podTarget(this.#store, request.namespace ?? '', request.name ?? '', request.query);
    requireRunning(target);
    if (verb === 'exec' && request.query.getAll('command').length === 0)
      throw badRequest('you must specify at least 1 command for the container');
    const offered = (req.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
    if (chooseProtocol(offered) === undefined)
      throw badRequest(`unable to upgrade: no protocol in [${offered.join(' ')}] is supported`);
    this.#sockets.handleUpgrade(req, socket, head, (ws) => {
      ws.on('error', () => ws.terminate());
      void playRemoteCommand(this.#runtime, verb, target, request.query, ws);
    });
  }
}
