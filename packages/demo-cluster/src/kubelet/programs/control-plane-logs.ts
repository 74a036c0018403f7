import { klogHead } from '../servers/log-time.ts';
import type { ServiceLog } from './service-logs.ts';

const nothing = () => [];
const info = (now: number, place: string, text: string) => `${klogHead(now, place)} ${text}`;
const between = (random: () => number, from: number, to: number) => from + Math.floor(random() * (to - from));

function etcdLine(now: number, caller: string, msg: string, more: object = {}): string {
  return JSON.stringify({ level: 'info', ts: new Date(now).toISOString(), caller, msg, ...more });
}

const etcd: ServiceLog = {
  stream: 'stderr',
  everyMs: 60_000,
  startup: ({ now }) => [
    etcdLine(now, 'embed/etcd.go:140', 'configuring peer listeners', {
      'listen-peer-urls': ['https://127.0.0.1:2380'],
    }),
    etcdLine(now, 'etcdserver/server.go:512', 'starting etcd server', { 'local-server-version': '3.6.4' }),
    etcdLine(now, 'embed/serve.go:210', 'ready to serve client requests'),
  ],
  tick: ({ now }, random) => {
    const revision = between(random, 80_000, 900_000);
    return [
      etcdLine(now, 'mvcc/index.go:194', 'compact tree index', { revision }),
      etcdLine(now + 4, 'mvcc/kvstore_compaction.go:72', 'finished scheduled compaction', {
        'compact-revision': revision,
        took: `${(1 + random() * 9).toFixed(6)}ms`,
      }),
    ];
  },
  farewell: ({ now }) => [etcdLine(now, 'osutil/interrupt_unix.go:65', 'received signal; shutting down')],
};

/** A part that says how it starts, and then a line now and then. */
function part(startup: readonly string[], lines: readonly ((random: () => number) => string)[]): ServiceLog {
  return {
    stream: 'stderr',
    everyMs: 45_000,
    startup: ({ now }) => startup.map((text) => info(now, 'server.go:160', text)),
    tick: ({ now }, random) => {
      const text = lines[Math.floor(random() * lines.length)]?.(random);
      return text === undefined ? nothing() : [info(now, 'controller.go:231', text)];
    },
    farewell: ({ now }) => [info(now, 'signal.go:92', 'Received signal, shutting down')],
  };
}

/** Name of a program of the control plane → its log. */
export const CONTROL_PLANE_LOGS: Readonly<Record<string, ServiceLog>> = {
  etcd,
  'kube-apiserver': part(
    ['Version: v1.34.0', 'Serving securely on [::]:6443'],
    [
      (random) => `"Updated allocator state" allocator="service-cluster-ip" used=${between(random, 12, 30)}`,
      () => 'OpenAPI AggregationController: Processing item v1beta1.metrics.k8s.io',
      (random) => `"Slow request" verb="LIST" resource="events" duration="${between(random, 500, 900)}ms"`,
    ],
  ),
  'kube-controller-manager': part(
    ['"Starting" version="v1.34.0"', 'successfully acquired lease kube-system/kube-controller-manager'],
    [
      (random) => `"Finished syncing" controller="replicaset" duration="${between(random, 2, 40)}ms"`,
      (random) => `"Garbage collection sweep" orphans=0 resources=${between(random, 60, 70)}`,
      () => '"Attached volumes are up to date" controller="attachdetach"',
    ],
  ),
  'kube-scheduler': part(
    ['"Starting Kubernetes Scheduler" version="v1.34.0"', 'successfully acquired lease kube-system/kube-scheduler'],
    [
      (random) => `"Scheduling cycle finished" evaluatedNodes=3 duration="${between(random, 1, 9)}ms"`,
      () => '"Unable to schedule pod; waiting" pod="shop/image-indexer" err="no nodes available"',
    ],
  ),
};
