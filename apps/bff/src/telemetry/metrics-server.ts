import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';
import { listenAt } from '../http/listen-at.ts';

const HEADERS_MS = 10_000;

/** Answers GET /metrics on a port of its own, and nothing else: the people's port never tells them (no session guards them). */
export class MetricsServer {
  readonly #server: Server;

  constructor(registry: Registry) {
    this.#server = createServer({ headersTimeout: HEADERS_MS, maxHeaderSize: 8192 }, (request, response) => {
      request.resume();
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      if (!isRead || request.url?.split('?', 1)[0] !== '/metrics') {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('only GET /metrics is served here\n');
        return;
      }
      registry.metrics().then(
        (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
    });
  }

  /** Resolves with the port. */
  async listen(host: string, port: number): Promise<number> {
    return listenAt(this.#server, port, host, 'QUARTERDECK_METRICS_PORT');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
