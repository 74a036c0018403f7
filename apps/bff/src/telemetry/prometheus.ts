import type { Registry } from 'prom-client';
import type { Meters } from './meters.ts';
import { Tally } from './tally.ts';

/** What is looked up when Prometheus asks. */
export interface Census {
  /** open sockets by kind, and how many of them do not take what is sent to them */
  sockets(): Iterable<{ readonly kind: string; readonly open: number; readonly slow: number }>;
  live(): LiveCensus;
  sessions(): number;
  /** epoch seconds; null: no certificate of ours */
  certificateExpiry(): number | null;
}

export interface LiveCensus {
  readonly feeds: number;
  readonly subscriptions: number;
  readonly rows: number;
  /** watches at the API servers, by state */
  readonly watches: ReadonlyMap<string, number>;
}

const REQUEST_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const WAIT_SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 5];

/** Of what answers come with; an extension API server could make a series of every number. */
const KNOWN_STATUS = new Set([
  101, 200, 201, 202, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 406, 408, 409, 410, 411, 413,
  414, 415, 416, 422, 428, 429, 431, 499, 500, 501, 502, 503, 504, 507,
]);

function shownStatus(status: number | null): string {
  if (status === null) return 'none';
  return KNOWN_STATUS.has(status) ? String(status) : 'other';
}

/** The metrics of this process for Prometheus. The library is loaded by whoever asks for it only. */
export async function prometheusRegistry(meters: Meters, census: Census, version: string): Promise<Registry> {
  const { Registry, Counter, Gauge, Histogram, collectDefaultMetrics } = await import('prom-client');
  const registry = new Registry();
  const registers = [registry];
  // process_*, nodejs_eventloop_lag_*, nodejs_heap_*, nodejs_gc_*
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 });

  new Gauge({ name: 'quarterdeck_info', help: 'Always 1; says the version', labelNames: ['version'], registers }).set(
    { version },
    1,
  );

  const requests = new Counter({
    name: 'quarterdeck_http_requests_total',
    help: 'Requests of browsers that ended, by template of the route; status 499: the browser left',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'quarterdeck_http_request_duration_seconds',
    help: 'From the head of a request of a browser to the end of its answer',
    labelNames: ['method', 'route'],
    buckets: REQUEST_SECONDS,
    registers,
  });
  meters.request = ({ method, route, status, seconds }) => {
    requests.inc({ method, route, status: shownStatus(status) });
    requestSeconds.observe({ method, route }, seconds);
  };

  const upstream = new Counter({
    name: 'quarterdeck_upstream_requests_total',
    help: 'Requests to API servers, watches among them; status "none": no answer came',
    labelNames: ['cluster', 'method', 'status'],
    registers,
  });
  const upstreamSeconds = new Histogram({
    name: 'quarterdeck_upstream_request_duration_seconds',
    help: 'From a request to an API server to the head of its answer',
    labelNames: ['cluster', 'method'],
    buckets: REQUEST_SECONDS,
    registers,
  });
  meters.upstream = ({ cluster, method, status, seconds }) => {
    upstream.inc({ cluster, method, status: shownStatus(status) });
    upstreamSeconds.observe({ cluster, method }, seconds);
  };

  const waits = new Tally(WAIT_SECONDS);
  meters.live.waited = (seconds) => waits.add(seconds);
  const name = 'quarterdeck_live_wait_seconds';
  class Waits extends Histogram<'le'> {
    override async get() {
      const buckets = waits.cumulative().map(({ bound, count }) => ({ le: bound, value: count }));
      return {
        ...(await super.get()),
        values: [
          ...[...buckets, { le: '+Inf', value: waits.count }].map(({ le, value }) => ({
            metricName: `${name}_bucket`,
            labels: { le },
            value,
          })),
          { metricName: `${name}_sum`, labels: {}, value: waits.sum },
          { metricName: `${name}_count`, labels: {}, value: waits.count },
        ],
      };
    }
  }
  registry.registerMetric(
    new Waits({
      name,
      help: 'From the oldest change of a flush to its sending: coalescing, and waiting for a slow browser',
      registers: [],
    }),
  );

  const counter = (name: string, help: string, value: () => number): void => {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  };
  const gauge = (name: string, help: string, value: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  };
  const { live } = meters;
  counter('quarterdeck_live_changes_total', 'Changes of rows, once a subscription', () => live.changes);
  counter(
    'quarterdeck_live_coalesced_total',
    'Changes that a newer one of the same row overtook before it was sent',
    () => live.coalesced,
  );
  counter('quarterdeck_live_sent_total', 'Rows and removals that were sent to browsers', () => live.sent);
  counter('quarterdeck_live_frames_total', 'Frames of rows that were sent to browsers', () => live.frames);
  counter(
    'quarterdeck_live_held_total',
    'Times that a subscription waited because its browser was slow',
    () => live.held,
  );
  gauge(
    'quarterdeck_live_subscriptions',
    'Live lists and objects that browsers look at',
    () => census.live().subscriptions,
  );
  gauge(
    'quarterdeck_live_feeds',
    'Live lists and objects that are kept, shared within a session',
    () => census.live().feeds,
  );
  gauge('quarterdeck_live_rows', 'Rows that are held for live lists', () => census.live().rows);
  new Gauge({
    name: 'quarterdeck_upstream_watches',
    help: 'Watches at API servers, by state',
    labelNames: ['state'],
    registers,
    collect() {
      this.reset();
      for (const [state, count] of census.live().watches) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'quarterdeck_sockets',
    help: 'Open sockets of browsers: live lists, and streams by kind',
    labelNames: ['kind'],
    registers,
    collect() {
      for (const { kind, open } of census.sockets()) this.set({ kind }, open);
    },
  });
  new Gauge({
    name: 'quarterdeck_sockets_slow',
    help: 'Open sockets of browsers that do not take what is sent to them',
    labelNames: ['kind'],
    registers,
    collect() {
      for (const { kind, slow } of census.sockets()) this.set({ kind }, slow);
    },
  });
  new Counter({
    name: 'quarterdeck_socket_closes_total',
    help: 'Sockets of browsers that were closed; code 1006: cut, or silent for three beats',
    labelNames: ['kind', 'code'],
    registers,
    collect() {
      this.reset();
      for (const { kind, code, count } of meters.socketCloses.values()) this.inc({ kind, code }, count);
    },
  });
  new Counter({
    name: 'quarterdeck_audit_events_total',
    help: 'Events of the audit log: signing in and out, writes, terminals',
    labelNames: ['event', 'result'],
    registers,
    collect() {
      this.reset();
      for (const { event, result, count } of meters.auditEvents.values()) this.inc({ event, result }, count);
    },
  });
  gauge('quarterdeck_sessions', 'Sessions that this process knows', () => census.sessions());
  new Gauge({
    name: 'quarterdeck_tls_certificate_expiry_timestamp_seconds',
    help: 'When the certificate that browsers are shown expires; absent without one of ours',
    registers,
    collect() {
      this.reset();
      const at = census.certificateExpiry();
      if (at === null) this.remove();
      else this.set(at);
    },
  });
  return registry;
}
