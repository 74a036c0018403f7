import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { createInterface } from 'node:readline';
import { parse } from 'yaml';
import { objectsIn, textAt } from '../json-value.ts';
import type { PodRuntime } from '../runtime.ts';
import { type DemoCluster, type DemoClusterOptions, startDemoCluster } from '../start-demo-cluster.ts';

type Json = Record<string, unknown>;

interface Answered {
  readonly code: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly body: Json;
}

interface Ask {
  readonly method?: string;
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
  /** "" sends none */
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

interface WatchLine {
  readonly type: string;
  readonly object: Json;
}

export const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

/** A runtime without containers, for tests of everything else. */
const noRuntime: PodRuntime = {
  async *logs() {},
  exec: () => Promise.resolve(0),
  attach: () => Promise.resolve(0),
  connect() {
    throw new Error('there are no containers');
  },
};

/** An open watch, read line by line. */
export interface OpenWatch {
  /** The next line; undefined when the server ended the watch. */
  next(): Promise<WatchLine | undefined>;
  close(): void;
}

/** A demo cluster without controllers and seed, and a small client for it over real sockets. */
export interface TestCluster extends DemoCluster {
  readonly adminToken: string;
  ask(path: string, ask?: Ask): Promise<Answered>;
  watch(path: string, ask?: Ask): Promise<OpenWatch>;
}

/** Starts a cluster for a test; close it in afterAll. */
export async function startTestCluster(options: DemoClusterOptions = {}): Promise<TestCluster> {
  const cluster = await startDemoCluster({ seed: false, runtime: noRuntime, ...options });
  const adminToken = textAt(objectsIn(parse(cluster.kubeconfig()), 'users')[0], 'user', 'token');

  const open = (path: string, { method, body, type, accept, token = adminToken, headers }: Ask) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
      const req = request(`${cluster.url}${path}`, {
        method: method ?? (text === undefined ? 'GET' : 'POST'),
        ca: cluster.caPem,
        agent: false,
        headers: {
          accept: accept ?? 'application/json',
          ...(text === undefined
            ? {}
            : { 'content-type': type ?? 'application/json', 'content-length': Buffer.byteLength(text) }),
          ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
      });
      req.on('response', resolve);
      req.on('error', reject);
      req.end(text);
    });

  return Object.assign(Object.create(cluster) as DemoCluster, {
    adminToken,
    ask: async (path: string, ask: Ask = {}): Promise<Answered> => {
      const res = await open(path, ask);
      let text = '';
      res.setEncoding('utf8');
      for await (const chunk of res) text += chunk;
      const isJson = text !== '' && String(res.headers['content-type']).includes('json');
      return { code: res.statusCode ?? 0, headers: res.headers, text, body: isJson ? (JSON.parse(text) as Json) : {} };
    },
    watch: async (path: string, ask: Ask = {}): Promise<OpenWatch> => {
      const res = await open(path, ask);
      if (res.statusCode !== 200) throw new Error(`the watch was answered with ${res.statusCode}`);
      res.on('error', () => undefined);
      const lines = createInterface({ input: res })[Symbol.asyncIterator]();
      return {
        next: async () => {
          const line = await lines.next().catch(() => ({ done: true as const, value: '' }));
          return line.done ? undefined : (JSON.parse(line.value) as WatchLine);
        },
        close: () => res.destroy(),
      };
    },
  });
}

export const pod = (
  name: string,
  extra: { labels?: Record<string, string>; spec?: Json; namespace?: string } = {},
) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    ...(extra.namespace ? { namespace: extra.namespace } : {}),
    ...(extra.labels ? { labels: extra.labels } : {}),
  },
  spec: { containers: [{ name: 'c', image: 'nginx:1.27' }], ...extra.spec },
});

export const configMap = (name: string, data: Record<string, string> = {}, labels?: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...(labels ? { labels } : {}) },
  data,
});
