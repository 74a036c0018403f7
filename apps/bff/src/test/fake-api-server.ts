import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { testCertificates } from './test-certificates.ts';

/** A request as it arrived, nothing normalised. */
export interface RecordedRequest {
  readonly method: string;
  /** the raw request target */
  readonly target: string;
  /** lower-case name → value, as node read them */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** common name of the client's certificate */
  readonly clientCertificate: string | null;
  /** filled as it arrives */
  body: string;
}

type Answer = (request: IncomingMessage, response: ServerResponse, recorded: RecordedRequest) => void;

export interface FakeApiServerOptions {
  readonly tls?: boolean;
  /** Kubernetes before 1.26: no SelfSubjectReview */
  readonly withoutSelfSubjectReview?: boolean;
}

/**
 * An API server for tests: knows users by token, answers the reviews, records everything. Any other answer is scripted by the
 * test.
 */
export class FakeApiServer {
  readonly requests: RecordedRequest[] = [];
  /** token → user name */
  readonly users = new Map<string, string>();
  /** takes over every request but the reviews and /version */
  answer: Answer = (_request, response, { target }) => json(response, 200, { kind: 'Echo', target });
  /** answers both reviews in place of the usual ones */
  review: ((response: ServerResponse) => void) | undefined;
  /** answers upgrades; without it they are refused by 403 */
  upgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | undefined;
  readonly url: string;
  /** requests whose connection was closed before the answer's end */
  aborted = 0;
  readonly #server: ReturnType<typeof createServer>;
  readonly #sockets = new Set<Socket>();
  readonly #options: FakeApiServerOptions;

  private constructor(server: ReturnType<typeof createServer>, url: string, options: FakeApiServerOptions) {
    this.#server = server;
    this.url = url;
    this.#options = options;
  }

  static async start(options: FakeApiServerOptions = {}): Promise<FakeApiServer> {
    const relay: { listener: RequestListener } = { listener: () => {} };
    const listener: RequestListener = (request, response) => relay.listener(request, response);
    const server = options.tls
      ? createTlsServer(
          { ...testCertificates.server, ca: testCertificates.authority, requestCert: true, rejectUnauthorized: false },
          listener,
        )
      : createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const fake = new FakeApiServer(server, `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`, options);
    relay.listener = (request, response) => fake.#take(request, response);
    server.on('connection', (socket: Socket) => {
      fake.#sockets.add(socket);
      socket.on('close', () => fake.#sockets.delete(socket));
    });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => {});
      // node leaves an upgraded connection half open
      socket.on('end', () => socket.end()).resume();
      fake.#record(request);
      if (fake.upgrade) fake.upgrade(request, socket, head);
      else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    });
    return fake;
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.#sockets.size;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #record(request: IncomingMessage): RecordedRequest {
    const socket = request.socket as Partial<TLSSocket>;
    const recorded: RecordedRequest = {
      method: request.method ?? '',
      target: request.url ?? '',
      headers: { ...request.headers },
      clientCertificate: socket.getPeerCertificate?.().subject?.CN?.toString() ?? null,
      body: '',
    };
    this.requests.push(recorded);
    return recorded;
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const recorded = this.#record(request);
    request.on('data', (chunk: Buffer) => {
      recorded.body += chunk.toString('latin1');
    });
    request.on('error', () => {});
    response.on('close', () => {
      if (!response.writableFinished) this.aborted += 1;
    });
    const token = /^Bearer (.+)$/.exec(String(request.headers.authorization ?? ''))?.[1];
    const user = recorded.clientCertificate ?? (token === undefined ? undefined : this.users.get(token));
    if (user === undefined) status(response, 401, 'Unauthorized', 'Unauthorized');
    else if (this.review && recorded.target.includes('/selfsubject')) this.review(response);
    else if (recorded.target.includes('/selfsubjectreviews')) this.#review(response, user);
    else if (recorded.target.endsWith('/selfsubjectaccessreviews'))
      json(response, 201, { kind: 'SelfSubjectAccessReview', status: { allowed: true } });
    else if (recorded.target === '/version') json(response, 200, { gitVersion: 'v1.99.0' });
    else this.answer(request, response, recorded);
  }

  #review(response: ServerResponse, username: string): void {
    if (this.#options.withoutSelfSubjectReview) status(response, 404, 'NotFound', 'the server could not find it');
    else {
      const userInfo = { username, groups: ['system:authenticated'] };
      json(response, 201, { kind: 'SelfSubjectReview', status: { userInfo } });
    }
  }
}

/** Answers with JSON. */
export function json(response: ServerResponse, code: number, body: unknown): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Answers with a metav1.Status. */
export function status(response: ServerResponse, code: number, reason: string, message: string): void {
  json(response, code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code });
}
