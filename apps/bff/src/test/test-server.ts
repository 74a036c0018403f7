import { connect } from 'node:net';
import { pino } from 'pino';
import type { ClusterSettings, LocalUser } from '../clusters/cluster-settings.ts';
import { type Config, readConfig } from '../config.ts';
import { createServer, type Server, type ServerDeps } from '../server.ts';
import { createLog } from '../telemetry/log.ts';
import type { FakeApiServer } from './fake-api-server.ts';
import { testCertificates } from './test-certificates.ts';

export interface TestServerOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: Partial<Config>;
  readonly clusters?: readonly ClusterSettings[];
  readonly deps?: Partial<ServerDeps>;
  /** Takes every log line. */
  readonly onLog?: (line: string) => void;
}

/** A cluster "fake" at the fake API server. */
export function fakeCluster(fake: { readonly url: string }, more: Partial<ClusterSettings> = {}): ClusterSettings {
  return {
    name: 'fake',
    server: new URL(fake.url),
    ca: Buffer.from(testCertificates.authority),
    insecure: false,
    localUser: null,
    ...more,
  };
}

/** A kubeconfig user who signs in by a client certificate. */
export const certificateUser: LocalUser = {
  name: 'kubeconfig-admin',
  namespace: 'home',
  authenticate: async () => ({ ...testCertificates.client }),
};

/** The BFF on a free port, and ways to talk to it as a browser would. */
export class TestServer {
  readonly url: string;
  readonly localKey: string | null;
  readonly metricsPort: number | null;
  readonly #server: Server;

  private constructor(server: Server, { url, localKey, metricsPort }: Awaited<ReturnType<Server['listen']>>) {
    this.#server = server;
    this.url = url;
    this.localKey = localKey;
    this.metricsPort = metricsPort;
  }

  static async start(
    fake: FakeApiServer | { readonly url: string },
    options: TestServerOptions = {},
  ): Promise<TestServer> {
    const config = {
      ...readConfig({ HOST: '127.0.0.1', PORT: '0', KUBECONFIG: '/none', ...options.env }),
      ...options.config,
    };
    const { onLog } = options;
    const server = createServer(config, {
      version: '0.0.0-test',
      clusters: options.clusters ?? [fakeCluster(fake)],
      log: onLog ? createLog('trace', { write: onLog }) : pino({ level: 'silent' }),
      ...options.deps,
    });
    return new TestServer(server, await server.listen());
  }

  close(graceMs = 200): Promise<void> {
    return this.#server.close(graceMs);
  }

  /** Headers that a page of ours sends with an unsafe request. */
  get ownHeaders(): Record<string, string> {
    return { origin: new URL(this.url).origin, 'sec-fetch-site': 'same-origin', 'x-quarterdeck': '1' };
  }

  /** A request of our own page; `cookie` is what {@link signIn} returned. */
  fetch(path: string, init: RequestInit & { readonly cookie?: string } = {}): Promise<Response> {
    const { cookie, ...rest } = init;
    return fetch(`${this.url}${path}`, {
      ...rest,
      redirect: 'manual',
      headers: { ...this.ownHeaders, ...(cookie ? { cookie } : {}), ...(init.headers as Record<string, string>) },
    });
  }

  postSession(body: unknown, cookie?: string, cluster = 'fake'): Promise<Response> {
    return this.fetch(`/api/clusters/${encodeURIComponent(cluster)}/session`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
      ...(cookie ? { cookie } : {}),
    });
  }

  /** Signs in and returns the Cookie header of the new session. */
  async signIn(token: string, cluster = 'fake'): Promise<string> {
    const response = await this.postSession({ token }, undefined, cluster);
    if (response.status !== 200) throw new Error(`sign-in failed: ${response.status} ${await response.text()}`);
    return cookieOf(response);
  }

  /** Sends bytes as they are and returns all that comes back until the connection ends. */
  raw(text: string): Promise<string> {
    const { hostname, port } = new URL(this.url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.write(text, 'latin1'));
      let answer = '';
      socket.setEncoding('latin1');
      socket.on('data', (chunk: string) => {
        answer += chunk;
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ECONNRESET' ? resolve(answer) : reject(error),
      );
    });
  }
}

/** What a browser would send back of an answer's Set-Cookie headers. */
export function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .filter((line) => !/max-age=0/i.test(line))
    .map((line) => line.split(';', 1)[0])
    .join('; ');
}

/** The code of a problem answer. */
export async function problemCode(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('application/problem+json'))
    return `no problem: ${response.status}`;
  return ((await response.json()) as { code: string }).code;
}
