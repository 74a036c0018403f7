import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ApiRequest } from '../http/api-request.ts';
import type { PodRuntime } from '../runtime.ts';
import { badRequest } from '../status-error.ts';
import type { ClusterStore } from '../store.ts';
import { answerNodeProxy } from './node-proxy.ts';
import { podTarget, requirePod, requireRunning } from './pod-target.ts';
import {
  choosePortForwardProtocol,
  forwardByChannels,
  forwardInTunnel,
  forwardOverSpdy,
  PORT_FORWARD_PROTOCOL,
  TUNNEL_PROTOCOL,
} from './port-forward.ts';
import { type ProxyCall, proxyRequest, proxyUpgrade } from './proxy.ts';
import { podProxyTarget, serviceProxyTarget } from './proxy-target.ts';
import { playRemoteCommand, wantedStreams } from './remote-command.ts';
import { acceptSpdy, wantsSpdy } from './spdy/upgrade.ts';
import { SPDY_COMMAND_PROTOCOLS, spdyChannels } from './spdy-command.ts';
import { chooseCommandProtocol, webSocketChannels } from './web-socket-command.ts';

interface Upgrade {
  readonly req: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

type Choose = (offered: Iterable<string>) => string | undefined;

/** Answers the sub-resources that connect a client with a container or a port. */
export class Connections {
  readonly #store: ClusterStore;
  readonly #runtime: PodRuntime;
  readonly #commandSockets = socketServer(chooseCommandProtocol);
  readonly #forwardSockets = socketServer(choosePortForwardProtocol);
  readonly #tunnelSockets = tunnelServer();

  constructor(store: ClusterStore, runtime: PodRuntime) {
    this.#store = store;
    this.#runtime = runtime;
  }

  /** A request that asks for no other protocol. */
  async answer(request: ApiRequest, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { resource, subresource, query } = request;
    if (subresource.split('/')[0] !== 'proxy') throw badRequest('Upgrade request required');
    if (resource === 'nodes') {
      const path = subresource.slice('proxy'.length);
      return answerNodeProxy(this.#store, this.#runtime, request.name ?? '', path, query, res);
    }
    await proxyRequest(this.#runtime, this.#proxyCall(request, req), req, res);
  }

  /** A request that asks for another protocol on this connection. */
  async upgrade(request: ApiRequest, req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { subresource } = request;
    if (subresource === 'exec' || subresource === 'attach')
      return this.#command(request, subresource, { req, socket, head });
    if (subresource === 'portforward') return this.#portForward(request, { req, socket, head });
    if (subresource.split('/')[0] !== 'proxy' || request.resource === 'nodes')
      throw badRequest('Upgrade request required');
    proxyUpgrade(this.#runtime, this.#proxyCall(request, req), req, socket, head);
  }

  /** Where a proxy request goes: its path is taken as it came, not as it was decoded. */
  #proxyCall({ resource, namespace, name }: ApiRequest, req: IncomingMessage): ProxyCall {
    const target = (resource === 'services' ? serviceProxyTarget : podProxyTarget)(
      this.#store,
      namespace ?? '',
      name ?? '',
    );
    const [, prefix = '', path = ''] = /^([^?]*?\/proxy)(?=[/?]|$)(.*)$/.exec(req.url ?? '') ?? [];
    return { target, prefix, path: path.startsWith('/') ? path : `/${path}` };
  }

  async #command(request: ApiRequest, verb: 'exec' | 'attach', { req, socket, head }: Upgrade): Promise<void> {
    const { query } = request;
    const target = podTarget(this.#store, request.namespace ?? '', request.name ?? '', query);
    requireRunning(target);
    if (verb === 'exec' && query.getAll('command').length === 0)
      throw badRequest('you must specify at least 1 command for the container');
    const wanted = wantedStreams(query);
    if (!wanted.stdin && !wanted.stdout && !wanted.stderr)
      throw badRequest('you must specify at least 1 of stdin, stdout, stderr');
    if (wantsSpdy(req)) {
      const upgrade = acceptSpdy(req, socket, head, SPDY_COMMAND_PROTOCOLS);
      const channels = upgrade && (await spdyChannels(upgrade, wanted));
      if (channels) await playRemoteCommand(this.#runtime, verb, target, query, channels);
      return;
    }
    requireProtocol(req, chooseCommandProtocol);
    const open = (ws: WebSocket) =>
      playRemoteCommand(this.#runtime, verb, target, query, webSocketChannels(ws, wanted));
    accept(this.#commandSockets, { req, socket, head }, (ws) => void open(ws));
  }

  #portForward(request: ApiRequest, { req, socket, head }: Upgrade): void {
    const pod = requirePod(this.#store, request.namespace ?? '', request.name ?? '');
    if (wantsSpdy(req)) {
      const upgrade = acceptSpdy(req, socket, head, [PORT_FORWARD_PROTOCOL]);
      if (upgrade) forwardOverSpdy(this.#runtime, pod, upgrade);
      return;
    }
    const chosen = requireProtocol(req, choosePortForwardProtocol);
    if (chosen === TUNNEL_PROTOCOL) {
      delete req.headers['sec-websocket-protocol'];
      accept(this.#tunnelSockets, { req, socket, head }, (ws) => forwardInTunnel(this.#runtime, pod, ws));
      return;
    }
    const ports = request.query.getAll('ports').flatMap((list) => list.split(',').map(Number));
    if (ports.length === 0) throw badRequest('query parameter "port" is required');
    const wrong = ports.find((port) => !Number.isInteger(port) || port < 1 || port > 65_535);
    if (wrong !== undefined) throw badRequest(`unable to parse "${wrong}" as a port`);
    accept(this.#forwardSockets, { req, socket, head }, (ws) => forwardByChannels(this.#runtime, pod, ports, ws));
  }
}

function socketServer(choose: Choose): WebSocketServer {
  return new WebSocketServer({ noServer: true, handleProtocols: (offered) => choose(offered) ?? false });
}

/** The tunnel's name has a slash, which ws takes for no name of a protocol: it is read and answered here. */
function tunnelServer(): WebSocketServer {
  const server = new WebSocketServer({ noServer: true });
  server.on('headers', (lines) => lines.push(`Sec-WebSocket-Protocol: ${TUNNEL_PROTOCOL}`));
  return server;
}

function accept(server: WebSocketServer, { req, socket, head }: Upgrade, open: (ws: WebSocket) => void): void {
  server.handleUpgrade(req, socket, head, (ws) => {
    ws.on('error', () => ws.terminate());
    open(ws);
  });
}

/** Throws the words of a refused upgrade when there is no protocol in common. */
function requireProtocol(req: IncomingMessage, choose: Choose): string {
  const offered = (req.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
  const chosen = choose(offered);
  if (chosen === undefined) throw badRequest(`unable to upgrade: no protocol in [${offered.join(' ')}] is supported`);
  return chosen;
}
