import { Readable } from 'node:stream';
import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import type { Problem } from '@quarterdeck/shared/problem';
import { pino } from 'pino';
import { expect, vi } from 'vitest';
import { type DemoCluster, startDemoCluster } from '../../../../packages/demo-cluster/src/start-demo-cluster.ts';
import type { Session } from '../auth/session.ts';
import type { Cluster, UpstreamRequest } from '../clusters/cluster.ts';
import { UpstreamCluster } from '../clusters/upstream-cluster.ts';
import { Hub } from '../live/hub.ts';
import { Subscriber } from '../live/subscriber.ts';
import { FakeClock } from './fake-clock.ts';
import { HandEndedSessions, sessionOf } from './socket-bench.ts';

interface Frame {
  readonly type: string;
  readonly state?: string;
  readonly since?: number;
  readonly problem?: Problem;
  readonly reset?: boolean;
  readonly upsert?: readonly (readonly unknown[])[];
  readonly remove?: readonly string[];
}

/** What a browser makes of its frames. */
export class View {
  readonly frames: Frame[] = [];
  readonly bufferedAmount = 0;
  readonly rows = new Map<string, readonly unknown[]>();
  text = '';

  send(text: string): void {
    this.text += text;
    const frame = JSON.parse(text) as Frame;
    this.frames.push(frame);
    if (frame.reset) this.rows.clear();
    for (const row of frame.upsert ?? []) this.rows.set(String(row[0]), row);
    for (const uid of frame.remove ?? []) this.rows.delete(uid);
  }

  get state(): Frame | undefined {
    return this.frames.findLast(({ type }) => type === 'state');
  }

  get names(): string[] {
    return [...this.rows.values()].map(([, , name]) => String(name)).sort();
  }

  /** The row of that name, without its uid. */
  row(name: string): readonly unknown[] | undefined {
    return [...this.rows.values()].find((row) => row[2] === name)?.slice(1);
  }
}

/** A hub in front of a demo cluster, with time in the test's hand. */
export class LiveBench {
  readonly clock = new FakeClock();
  readonly hub: Hub;
  readonly demo: DemoCluster;
  /** the parameters of every request so far */
  readonly asked: URLSearchParams[] = [];
  /** runs before each request of the hub */
  onRequest: (params: URLSearchParams) => void = () => {};
  readonly #upstream: UpstreamCluster;
  readonly #leaves: (() => void)[] = [];

  private constructor(demo: DemoCluster) {
    this.demo = demo;
    const { url, caPem } = demo;
    const ca = Buffer.from(caPem);
    this.#upstream = new UpstreamCluster(
      { name: 'demo', server: new URL(url), ca, insecure: false, localUser: null },
      'test',
    );
    const counting: Cluster = {
      name: 'demo',
      host: 'demo',
      request: (credential, request) => {
        const params = new URLSearchParams(request.path.split('?')[1]);
        this.asked.push(params);
        this.onRequest(params);
        return this.#upstream.request(credential, request);
      },
      openSocket: (...all) => this.#upstream.openSocket(...all),
    };
    const sessions = new HandEndedSessions();
    const log = pino({ level: 'silent' });
    this.hub = new Hub({ clusters: new Map([['demo', counting]]), sessions, log, clock: this.clock });
  }

  static async start(): Promise<LiveBench> {
    return new LiveBench(await startDemoCluster({ clock: { now: () => Date.now() } }));
  }

  async close(): Promise<void> {
    this.hub.close();
    await this.#upstream.close();
    await this.demo.close();
  }

  session(login: string): Session {
    const token = this.demo.logins.find(({ id }) => id === login)?.token ?? '';
    return { ...sessionOf(login), cluster: 'demo', credential: { kind: 'bearer', token } };
  }

  subscribe(query: Omit<LiveQuery, 'cluster' | 'mode' | 'fields'> & Partial<LiveQuery>, login = 'admin'): View {
    const view = new View();
    const full: LiveQuery = { cluster: 'demo', fields: [], mode: 'rows', ...query };
    const subscriber = new Subscriber({ id: 1, mode: full.mode, sink: view, clock: this.clock });
    this.#leaves.push(this.hub.subscribe(this.session(login), full, subscriber));
    return view;
  }

  /** Every view is left, and so long ago that its watch is over. */
  leaveAll(): void {
    for (const leave of this.#leaves.splice(0)) leave();
    this.clock.advance(30_000);
  }

  /** A request of the admin, beside the product. Returns the parsed answer. */
  async ask(method: string, path: string, body?: object): Promise<unknown> {
    const request: UpstreamRequest = {
      method,
      path,
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      ...(body ? { body: Readable.from([JSON.stringify(body)]) } : {}),
    };
    const { credential } = this.session('admin');
    const answer = await this.#upstream.request(credential, request);
    const parts: Buffer[] = [];
    for await (const part of answer.body as AsyncIterable<Buffer>) parts.push(part);
    const text = Buffer.concat(parts).toString('utf8');
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return JSON.parse(text);
  }

  /** Repeats the check, moving the time on a little before each. */
  eventually(check: () => void | Promise<void>, step = 50): Promise<void> {
    return vi.waitFor(
      () => {
        this.clock.advance(step);
        return check();
      },
      { interval: 5, timeout: 15_000 },
    );
  }

  live(view: View, step?: number): Promise<void> {
    return this.eventually(() => expect(view.state).toMatchObject({ state: 'live' }), step);
  }
}
