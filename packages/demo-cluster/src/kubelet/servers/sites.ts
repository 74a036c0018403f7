import type { Process } from '../process.ts';
import type { Site, SiteAnswer } from './http-site.ts';
import { klogHead } from './log-time.ts';
import { webRoot } from './web-root.ts';

const ipOf = (process: Process) => process.sandbox.pod.status?.podIP ?? '';
const text = (body: string, status = 200): SiteAnswer => ({ status, body });
const json = (value: unknown, status = 200): SiteAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: `${JSON.stringify(value)}\n`,
});

/** The version in a tag: "v1" of bootcamp:v1, "1.27.2" of nginx:1.27.2-alpine; else what the newest image has. */
export function tagVersion(process: Process, newest: string): string {
  const tag = /:v?(\d+(?:\.\d+)*)[^/:]*$/.exec(process.sandbox.image)?.[1];
  if (tag === undefined) return newest;
  // a short tag names the newest of its line
  return tag.split('.').length < newest.split('.').length && newest.startsWith(`${tag}.`) ? newest : tag;
}

export const nginxVersion = (process: Process) => {
  const version = tagVersion(process, '1.27.2');
  return version.split('.').length === 2 ? `${version}.0` : version;
};

/** The Hello of the tutorials: https://github.com/jocatalin/kubernetes-bootcamp */
const bootcamp: Site = {
  answer: (_request, process) =>
    text(`Hello Kubernetes bootcamp! | Running on: ${process.sandbox.hostname} | v=${tagVersion(process, '1')}\n`),
  log(_request, _answer, process) {
    const { sandbox, io } = process;
    const now = sandbox.options.now();
    const count = Number(sandbox.memory.get('requests') ?? 0) + 1;
    sandbox.memory.set('requests', String(count));
    const uptime = (now - Number(sandbox.memory.get('started') ?? now)) / 1000;
    io.out(
      `Running On: ${sandbox.hostname} | Total Requests: ${count} | App Uptime: ${uptime} seconds | Log Time: ${new Date(now).toISOString()}\n`,
    );
  },
};

const goTime = (now: number) =>
  `${new Date(now).toISOString().replace('T', ' ').replace('Z', '000000')} +0000 UTC m=+${(now % 100_000) / 1000}`;

/** `agnhost netexec` */
const netexec: Site = {
  answer(request, process) {
    const { now } = process.sandbox.options;
    switch (request.path.toLowerCase()) {
      case '/':
        return text(`NOW: ${goTime(now())}`);
      case '/echo':
        return text(request.query.get('msg') ?? '');
      case '/clientip':
        return text(`${request.from}:41222`);
      case '/header':
        return text(String(request.headers[(request.query.get('key') ?? '').toLowerCase()] ?? ''));
      case '/hostname':
        return text(process.sandbox.hostname);
      case '/healthz':
      case '/readyz':
        return text('');
      default:
        return text('404 page not found\n', 404);
    }
  },
  log({ method, path, target }, _answer, process) {
    const what = path === '/' || path === '/healthz' ? `${method} ${target}` : `${method} ${path}`;
    process.io.err(`${klogHead(process.sandbox.options.now(), 'log.go:245')} ${what}\n`);
  },
};

const hostnameOnly: Site = { answer: (_request, process) => text(process.sandbox.hostname) };

/** registry.k8s.io/echoserver and e2e-test-images/echoserver */
const echoServer: Site = {
  answer: ({ method, path, query, target, headers, body, from }, process) => {
    const host = headers.host ?? '';
    const lines = [
      '',
      '',
      `Hostname: ${process.sandbox.hostname}`,
      '',
      'Pod Information:',
      '\t-no pod information available-',
      '',
      'Server values:',
      '\tserver_version=nginx: 1.14.2 - lua: 10015',
      '',
      'Request Information:',
      `\tclient_address=${from}`,
      `\tmethod=${method}`,
      `\treal path=${target}`,
      `\tquery=${query.toString()}`,
      '\trequest_version=1.1',
      '\trequest_scheme=http',
      `\trequest_uri=http://${host.split(':')[0]}:8080${path}`,
      '',
      'Request Headers:',
      ...Object.entries(headers).map(([name, value]) => `\t${name}=${String(value)}`),
      '',
      'Request Body:',
      body.length > 0 ? body.toString() : '\t-no body in request-',
      '',
      '',
    ];
    return text(lines.join('\n'));
  },
};

const helloApp: Site = {
  answer: (_request, process) =>
    text(
      `Hello, world!\nVersion: ${tagVersion(process, '1.0.0')}.0.0\n`.replace(/(\d+\.\d+\.\d+)[.0]*\n/, '$1\n') +
        `Hostname: ${process.sandbox.hostname}\n`,
    ),
};

const demoApp: Site = {
  answer: ({ path, from }, process) => {
    const server = `ServerName: ${process.sandbox.hostname}, ServerIP: ${ipOf(process)}`;
    if (path === '/hostname') return text(`ServerName: ${process.sandbox.hostname}\n`);
    if (path === '/livez' || path === '/readyz') return text('OK');
    return text(
      `iKubernetes demoapp ${/:(v[\w.]+)$/.exec(process.sandbox.image)?.[1] ?? 'v1.0'} !! ClientIP: ${from}, ${server}!\n`,
    );
  },
};

const whoami: Site = {
  answer: ({ method, target, headers, from }, process) =>
    text(
      [
        `Hostname: ${process.sandbox.hostname}`,
        'IP: 127.0.0.1',
        `IP: ${ipOf(process)}`,
        `RemoteAddr: ${from}:41222`,
        `${method} ${target} HTTP/1.1`,
        ...Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`),
        '',
        '',
      ].join('\n'),
    ),
};

const podinfo: Site = {
  answer: ({ path }, process) => {
    if (path === '/healthz' || path === '/readyz') return json({ status: 'OK' });
    if (path === '/version') return json({ commit: 'unknown', version: tagVersion(process, '6.7.1') });
    return json({
      hostname: process.sandbox.hostname,
      version: tagVersion(process, '6.7.1'),
      message: 'greetings from podinfo',
    });
  },
};

/** A service of the shop: a small JSON API. */
const shop: Site = {
  answer({ path, method }, process) {
    const { pod } = process.sandbox.options;
    const service =
      pod.metadata.labels?.['app.kubernetes.io/name'] ?? pod.metadata.labels?.['app'] ?? pod.metadata.name;
    if (/^\/(healthz|livez|readyz|health|ready)$/.test(path)) return json({ status: 'ok' });
    if (path === '/metrics') return text(metrics(process));
    return json({ service, pod: pod.metadata.name, version: tagVersion(process, '2.7.1'), method, path });
  },
};

function isProbed({ sandbox }: Process, path: string): boolean {
  const { readinessProbe, livenessProbe, startupProbe } = sandbox.spec ?? {};
  return [readinessProbe, livenessProbe, startupProbe].some(
    (probe) => probe?.httpGet && (probe.httpGet.path ?? '/') === path,
  );
}

/** Anything else that is known to serve HTTP: health and metrics, and Go's words for the rest. */
const component: Site = {
  answer({ path }, process) {
    if (path === '/metrics') return text(metrics(process));
    // an image that nobody knows is as healthy as its probes ask
    if (/health|ready|live|ok$|ping/i.test(path) || isProbed(process, path)) return text('ok');
    return text('404 page not found\n', 404);
  },
};

const metrics = (process: Process) =>
  `# HELP process_start_time_seconds Start time of the process since unix epoch in seconds.\n# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds ${Math.floor(process.sandbox.startedAt / 1000)}\n# HELP up Whether the process is up.\n# TYPE up gauge\nup 1\n`;

/** An argument such as `-text=hello` of a server. */
export function optionOf(argv: readonly string[], name: string): string | undefined {
  const at = argv.findIndex((one) => one.replace(/^--?/, '').split('=')[0] === name);
  if (at < 0) return undefined;
  const given = argv[at] ?? '';
  return given.includes('=') ? given.slice(given.indexOf('=') + 1) : argv[at + 1];
}

const httpEcho: Site = {
  answer: (_request, process) => text(`${optionOf(process.argv, 'text') ?? process.env['ECHO_TEXT'] ?? ''}\n`),
};

const respondOk = (body: string): Site => ({ answer: () => text(body) });

const apache = () => 'Apache/2.4.62 (Debian)';

/** Key of a web server → what it answers. */
export const SITES = {
  nginx: webRoot('/usr/share/nginx/html', (process) => `nginx/${nginxVersion(process)}`),
  httpd: webRoot('/usr/local/apache2/htdocs', () => 'Apache/2.4.62 (Unix)'),
  phpApache: webRoot('/var/www/html', apache),
  tomcat: webRoot('/usr/local/tomcat/webapps/ROOT', () => 'Apache-Coyote/1.1'),
  bootcamp,
  netexec,
  hostnameOnly,
  echoServer,
  helloApp,
  demoApp,
  whoami,
  podinfo,
  shop,
  component,
  httpEcho,
  hpaExample: respondOk('OK!'),
} as const satisfies Readonly<Record<string, Site>>;
