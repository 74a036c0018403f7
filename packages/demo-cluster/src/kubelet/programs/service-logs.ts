import type { Pod } from '../../controllers/kinds.ts';
import { clfTime, klogHead, redisTime } from '../servers/log-time.ts';
import { CONTROL_PLANE_LOGS } from './control-plane-logs.ts';

/** A server that only shows itself in its log. */
export interface ServiceLog {
  readonly startup: (about: LogSubject) => readonly string[];
  /** The lines of one tick. */
  readonly tick: (about: LogSubject, random: () => number) => readonly string[];
  /** mean time between ticks */
  readonly everyMs: number;
  readonly stream: 'stdout' | 'stderr';
  readonly farewell: (about: LogSubject) => readonly string[];
  /** its ticks are requests of visitors */
  readonly isTraffic?: boolean;
}

export interface LogSubject {
  readonly now: number;
  readonly pod: Pod;
  readonly argv: readonly string[];
}

const pick = <T>(random: () => number, values: readonly [T, ...T[]]): T =>
  values[Math.floor(random() * values.length)] ?? values[0];

const iso = (now: number) => new Date(now).toISOString();
const PATHS = [
  '/',
  '/cart',
  '/catalog?page=2',
  '/api/items/42',
  '/checkout',
  '/static/app.js',
  '/favicon.ico',
] as const;
const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15',
  'kube-probe/1.36',
  'curl/8.9.1',
] as const;

function accessLine(now: number, random: () => number): string {
  const status = random() < 0.9 ? 200 : pick(random, [304, 404, 499, 502]);
  const ip = `10.244.${1 + Math.floor(random() * 3)}.${2 + Math.floor(random() * 200)}`;
  const size = status === 304 ? 0 : 120 + Math.floor(random() * 9000);
  return `${ip} - - [${clfTime(now)}] "GET ${pick(random, PATHS)} HTTP/1.1" ${status} ${size} "-" "${pick(random, AGENTS)}" "-"`;
}

const nothing = () => [];

const nginx: ServiceLog = {
  isTraffic: true,
  stream: 'stdout',
  everyMs: 1200,
  startup: ({ now }) => {
    const at = iso(now).slice(0, 19).replace('T', ' ').replaceAll('-', '/');
    return [
      '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration',
      '/docker-entrypoint.sh: Looking for shell scripts in /docker-entrypoint.d/',
      '/docker-entrypoint.sh: Launching /docker-entrypoint.d/30-tune-worker-processes.sh',
      '/docker-entrypoint.sh: Configuration complete; ready for start up',
      `${at} [notice] 1#1: using the "epoll" event method`,
      `${at} [notice] 1#1: nginx/1.27.2`,
      `${at} [notice] 1#1: start worker processes`,
    ];
  },
  tick: ({ now }, random) => [accessLine(now, random)],
  farewell: ({ now }) => [
    `${iso(now).slice(0, 19).replace('T', ' ').replaceAll('-', '/')} [notice] 1#1: signal 3 (SIGQUIT) received, shutting down`,
  ],
};

const shop: ServiceLog = {
  stream: 'stdout',
  everyMs: 900,
  startup: ({ now, pod }) => [
    JSON.stringify({ ts: iso(now), level: 'info', service: serviceOf(pod), msg: 'starting', version: '2.7.1' }),
    JSON.stringify({ ts: iso(now), level: 'info', service: serviceOf(pod), msg: 'listening', addr: ':8080' }),
  ],
  tick: ({ now, pod }, random) => shopLines(now, serviceOf(pod), random),
  farewell: ({ now, pod }) => [
    JSON.stringify({
      ts: iso(now),
      level: 'info',
      service: serviceOf(pod),
      msg: 'received SIGTERM, draining connections',
    }),
  ],
};

const serviceOf = (pod: Pod) =>
  pod.metadata.labels?.['app'] ?? pod.metadata.labels?.['app.kubernetes.io/name'] ?? pod.metadata.name;

function shopLines(now: number, service: string, random: () => number): string[] {
  const trace = Math.floor(random() * 2 ** 48)
    .toString(16)
    .padStart(12, '0');
  const chance = random();
  if (chance < 0.015)
    return [
      `${iso(now)} ERROR ${service} request failed trace=${trace}`,
      'java.net.SocketTimeoutException: Read timed out',
      '    at com.example.shop.http.Client.read(Client.java:214)',
      `    at com.example.shop.${service}.Handler.handle(Handler.java:${40 + Math.floor(random() * 200)})`,
      '    at com.example.shop.http.Server.dispatch(Server.java:97)',
      'Caused by: java.io.IOException: upstream reset',
      '    ... 12 more',
    ];
  if (chance < 0.06)
    return [
      JSON.stringify({
        ts: iso(now),
        level: 'warn',
        service,
        msg: 'slow query',
        ms: 480 + Math.floor(random() * 900),
        query: 'SELECT * FROM items WHERE sku = $1',
        trace,
      }),
    ];
  if (chance < 0.1)
    return [
      `${iso(now)} DEBUG ${service} cache ${random() < 0.8 ? 'hit' : 'miss'} key=item:${Math.floor(random() * 900)}`,
    ];
  return [
    JSON.stringify({
      ts: iso(now),
      level: 'info',
      service,
      msg: 'request',
      method: random() < 0.8 ? 'GET' : 'POST',
      path: pick(random, PATHS),
      status: random() < 0.97 ? 200 : 404,
      ms: 1 + Math.floor(random() * 60),
      trace,
    }),
  ];
}

const redis: ServiceLog = {
  stream: 'stdout',
  everyMs: 30_000,
  startup: ({ now }) => [
    `1:C ${redisTime(now)} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo`,
    `1:C ${redisTime(now)} * Redis version=7.4.1, bits=64, commit=00000000, modified=0, pid=1, just started`,
    `1:M ${redisTime(now)} * Running mode=standalone, port=6379.`,
    `1:M ${redisTime(now)} * Server initialized`,
    `1:M ${redisTime(now)} * Ready to accept connections tcp`,
  ],
  tick: ({ now }, random) => [
    `1:M ${redisTime(now)} * ${10 + Math.floor(random() * 90)} changes in 60 seconds. Saving...`,
    `1:M ${redisTime(now + 40)} * Background saving terminated with success`,
  ],
  farewell: ({ now }) => [`1:signal-handler (${Math.floor(now / 1000)}) Received SIGTERM scheduling shutdown...`],
};

const postgres: ServiceLog = {
  stream: 'stderr',
  everyMs: 20_000,
  startup: ({ now }) =>
    [
      'starting PostgreSQL 17.0 on x86_64-pc-linux-gnu',
      'listening on IPv4 address "0.0.0.0", port 5432',
      'database system is ready to accept connections',
    ].map((text) => `${iso(now).slice(0, 23).replace('T', ' ')} UTC [1] LOG:  ${text}`),
  tick: ({ now }, random) => [
    `${iso(now).slice(0, 23).replace('T', ' ')} UTC [27] LOG:  checkpoint complete: wrote ${Math.floor(random() * 80)} buffers (0.1%); sync=0.004 s`,
  ],
  farewell: ({ now }) => [`${iso(now).slice(0, 23).replace('T', ' ')} UTC [1] LOG:  received smart shutdown request`],
};

const mysql: ServiceLog = {
  stream: 'stderr',
  everyMs: 25_000,
  startup: ({ now }) => [
    `${iso(now)} 0 [System] [MY-010116] [Server] /usr/sbin/mysqld (mysqld 9.1.0) starting as process 1`,
    `${iso(now)} 0 [System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '9.1.0'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306`,
  ],
  tick: ({ now }, random) => [
    `${iso(now)} ${8 + Math.floor(random() * 90)} [Note] [MY-010914] [Server] Aborted connection to db: 'shop' (Got timeout reading communication packets).`,
  ],
  farewell: ({ now }) => [`${iso(now)} 0 [System] [MY-013172] [Server] Received SHUTDOWN from user <via user signal>.`],
};

const httpd: ServiceLog = {
  isTraffic: true,
  stream: 'stdout',
  everyMs: 1500,
  startup: ({ now }) => [
    `[${new Date(now).toUTCString()}] [mpm_event:notice] [pid 1:tid 1] AH00489: Apache/2.4.62 (Unix) configured -- resuming normal operations`,
  ],
  tick: ({ now }, random) => [accessLine(now, random).replace(/ "-" ".*$/, '')],
  farewell: nothing,
};

const component: ServiceLog = {
  stream: 'stderr',
  everyMs: 12_000,
  startup: ({ now, argv }) => [klog(now, 'I', `"Starting" component="${(argv[0] ?? '').split('/').at(-1)}"`)],
  tick: ({ now }, random) => [
    random() < 0.95
      ? klog(now, 'I', `"Synced" objects=${20 + Math.floor(random() * 40)} duration="${(random() * 9).toFixed(2)}ms"`)
      : klog(now, 'W', '"Watch closed, restarting" err="too old resource version"'),
  ],
  farewell: ({ now }) => [klog(now, 'I', '"Shutting down"')],
};

const klog = (now: number, level: string, text: string) => `${level}${klogHead(now, 'server.go:188').slice(1)} ${text}`;

const quiet: ServiceLog = { stream: 'stdout', everyMs: 3_600_000, startup: nothing, tick: nothing, farewell: nothing };

/** The log of a server that says when it starts, and then only what is asked of it. */
const started = (...lines: string[]): ServiceLog => ({ ...quiet, startup: () => lines });

const bootcamp: ServiceLog = {
  ...quiet,
  startup: ({ now, pod }) => [
    `Kubernetes Bootcamp App Started At: ${new Date(now).toISOString()} | Running On:  ${pod.metadata.name} `,
    '',
  ],
};

const apachePhp: ServiceLog = {
  ...quiet,
  stream: 'stderr',
  startup: ({ now, pod }) => [
    `AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using ${pod.status?.podIP ?? '127.0.1.1'}. Set the 'ServerName' directive globally to suppress this message`,
    `[${new Date(now).toUTCString()}] [mpm_prefork:notice] [pid 1] AH00163: Apache/2.4.62 (Debian) PHP/8.2.26 configured -- resuming normal operations`,
    `[${new Date(now).toUTCString()}] [core:notice] [pid 1] AH00094: Command line: 'apache2 -D FOREGROUND'`,
  ],
};

/** Key of an image's program → its log. */
export const SERVICE_LOGS: Readonly<Record<string, ServiceLog>> = {
  ...CONTROL_PLANE_LOGS,
  nginx,
  shop,
  redis,
  postgres,
  mysql,
  httpd,
  component,
  tomcat: {
    ...httpd,
    startup: ({ now }) => [
      `${new Date(now).toUTCString()} INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [812] milliseconds`,
    ],
  },
  'nginx-health': nginx,
  bootcamp,
  guestbook: apachePhp,
  'php-apache': apachePhp,
  'hpa-example': apachePhp,
  echoserver: quiet,
  'hello-app': started('Server listening on port 8080'),
  demoapp: started(' * Running on http://0.0.0.0:80/ (Press CTRL+C to quit)'),
  whoami: started('Starting up on port 80'),
  'http-echo': started('[INFO] server is listening on :5678'),
  podinfo: started('{"level":"info","msg":"Starting podinfo","port":"9898"}'),
  idle: quiet,
  pause: quiet,
};
