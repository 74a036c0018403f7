/** Which images the simulated nodes can pull, and what is inside them. */

export type Distribution = 'debian' | 'ubuntu' | 'alpine' | 'busybox' | 'none';

/** What a container of an image is like: its userland and the program that runs when the pod names none. */
export interface ImageProfile {
  readonly distribution: Distribution;
  /** key into the program table */
  readonly program: string;
  /** argv of the image when the pod gives no command */
  readonly command: readonly string[];
  /** further executables on the PATH */
  readonly tools: readonly string[];
  readonly workingDir: string;
  readonly env: Readonly<Record<string, string>>;
  /** ports that the program listens on, besides those that the pod declares */
  readonly ports: readonly number[];
}

export type PulledImage =
  | { readonly ok: true; readonly reference: string; readonly profile: ImageProfile }
  | { readonly ok: false; readonly reason: 'InvalidImageName' | 'ErrImagePull'; readonly message: string };

function profile(distribution: Distribution, program: string, more: Partial<ImageProfile> = {}): ImageProfile {
  const shell = distribution === 'debian' || distribution === 'ubuntu' ? ['bash'] : ['sh'];
  return {
    distribution,
    program,
    command: shell,
    tools: [],
    workingDir: '/',
    env: {},
    ports: [],
    ...more,
  };
}

const shopService = profile('debian', 'shop', {
  command: ['/app/server'],
  tools: ['curl'],
  workingDir: '/app',
  ports: [8080],
});
const distroless = (command: string, ports: readonly number[] = []) =>
  profile('none', 'component', { command: [command], ports });

const nginxSlim = profile('debian', 'nginx', {
  command: ['nginx', '-g', 'daemon off;'],
  tools: ['nginx', 'curl'],
  ports: [80],
});
const nginxWithHealth = profile('debian', 'nginx-health', {
  command: ['nginx', '-g', 'daemon off;'],
  tools: ['nginx', 'curl'],
  ports: [80],
});
const echoServer = profile('debian', 'echoserver', { command: ['nginx'], tools: ['curl'], ports: [8080] });
const bootcamp = profile('debian', 'bootcamp', {
  command: ['node', 'server.js'],
  tools: ['node', 'curl'],
  ports: [8080],
});
const guestbook = profile('debian', 'guestbook', {
  command: ['apache2-foreground'],
  tools: ['php', 'curl'],
  workingDir: '/var/www/html',
  ports: [80],
});
const redisFollower = profile('debian', 'redis', {
  command: ['redis-server'],
  tools: ['redis-cli', 'redis-server'],
  ports: [6379],
});
const helloApp = profile('none', 'hello-app', { command: ['./hello-app'], ports: [8080] });

/** Which tags there are of an image whose tags people are taught with; the others are said not to be there. */
const KNOWN_TAGS: Readonly<Record<string, RegExp>> = {
  'gcr.io/google-samples/kubernetes-bootcamp': /^v[12]$/,
  'jocatalin/kubernetes-bootcamp': /^v[12]$/,
};

/** Repository (without docker.io/library/) → what is inside; a pattern ending in * matches the rest. First match wins. */
const IMAGES: readonly [pattern: string, profile: ImageProfile][] = [
  ['busybox', profile('busybox', 'shell')],
  ['alpine', profile('alpine', 'shell')],
  ['debian', profile('debian', 'shell')],
  ['ubuntu', profile('ubuntu', 'shell')],
  ['bash', profile('alpine', 'shell', { command: ['bash'], tools: ['bash'] })],
  ['centos', profile('debian', 'shell')],
  ['fedora', profile('debian', 'shell')],
  [
    'nginx',
    profile('debian', 'nginx', { command: ['nginx', '-g', 'daemon off;'], tools: ['nginx', 'curl'], ports: [80] }),
  ],
  ['linuxduduniao/nginx', nginxWithHealth],
  ['harbor.od.com/public/nginx', nginxWithHealth],
  ['harbor.od.com/public/centos', profile('debian', 'shell', { tools: ['curl'] })],
  [
    'nginxinc/*',
    profile('debian', 'nginx', { command: ['nginx', '-g', 'daemon off;'], tools: ['nginx', 'curl'], ports: [8080] }),
  ],
  [
    'httpd',
    profile('debian', 'httpd', { command: ['httpd-foreground'], workingDir: '/usr/local/apache2', ports: [80] }),
  ],
  [
    'redis',
    profile('debian', 'redis', {
      command: ['redis-server'],
      tools: ['redis-cli', 'redis-server'],
      workingDir: '/data',
      ports: [6379],
    }),
  ],
  ['memcached', profile('debian', 'idle', { command: ['memcached'], ports: [11211] })],
  [
    'postgres',
    profile('debian', 'postgres', {
      command: ['postgres'],
      tools: ['psql', 'pg_isready'],
      ports: [5432],
      env: { PGDATA: '/var/lib/postgresql/data' },
    }),
  ],
  ['mysql', profile('debian', 'mysql', { command: ['mysqld'], tools: ['mysql', 'mysqladmin'], ports: [3306] })],
  ['mariadb', profile('ubuntu', 'mysql', { command: ['mariadbd'], tools: ['mariadb'], ports: [3306] })],
  ['mongo', profile('ubuntu', 'idle', { command: ['mongod'], ports: [27017] })],
  ['rabbitmq', profile('ubuntu', 'idle', { command: ['rabbitmq-server'], ports: [5672, 15672] })],
  ['python', profile('debian', 'interactive', { command: ['python3'], tools: ['python3', 'python'] })],
  ['node', profile('debian', 'interactive', { command: ['node'], tools: ['node'] })],
  ['golang', profile('debian', 'shell', { tools: ['go'] })],
  ['perl', profile('debian', 'perl', { command: ['perl'], tools: ['perl'] })],
  ['ruby', profile('debian', 'interactive', { command: ['irb'], tools: ['ruby'] })],
  ['php', profile('debian', 'interactive', { command: ['php', '-a'], tools: ['php'] })],
  [
    'wordpress',
    profile('debian', 'php-apache', { command: ['apache2-foreground'], workingDir: '/var/www/html', ports: [80] }),
  ],
  [
    'tomcat',
    profile('ubuntu', 'tomcat', { command: ['catalina.sh', 'run'], workingDir: '/usr/local/tomcat', ports: [8080] }),
  ],
  ['traefik', profile('alpine', 'component', { command: ['traefik'], ports: [80] })],
  [
    'ikubernetes/demoapp',
    profile('alpine', 'demoapp', { command: ['/bin/sh', '-c', 'python3 demo.py'], tools: ['curl'], ports: [80] }),
  ],
  [
    'ikubernetes/myapp',
    profile('alpine', 'nginx', { command: ['nginx', '-g', 'daemon off;'], tools: ['nginx', 'curl'], ports: [80] }),
  ],
  ['jocatalin/kubernetes-bootcamp', bootcamp],
  ['traefik/whoami', profile('none', 'whoami', { command: ['/whoami'], ports: [80] })],
  ['containous/whoami', profile('none', 'whoami', { command: ['/whoami'], ports: [80] })],
  ['hashicorp/http-echo', profile('none', 'http-echo', { command: ['/http-echo'], ports: [5678] })],
  [
    'nginxdemos/*',
    profile('alpine', 'nginx', { command: ['nginx', '-g', 'daemon off;'], tools: ['nginx', 'curl'], ports: [80] }),
  ],
  ['hello-world', profile('none', 'hello-world', { command: ['/hello'] })],
  ['curlimages/curl', profile('alpine', 'shell', { tools: ['curl'] })],
  ['fluent/*', distroless('/fluent-bit/bin/fluent-bit')],
  ['fluentd', profile('alpine', 'component', { command: ['fluentd'] })],
  ['grafana/*', profile('alpine', 'component', { command: ['/run.sh'], ports: [3000] })],
  ['prom/*', profile('busybox', 'component', { command: ['/bin/prometheus'], ports: [9090, 9100, 9093] })],
  ['jenkins/*', profile('debian', 'component', { command: ['jenkins.sh'], ports: [8080] })],
  ['bitnami/*', profile('debian', 'component', { command: ['/opt/bitnami/scripts/run.sh'] })],
  ['stefanprodan/podinfo', profile('alpine', 'podinfo', { command: ['./podinfo'], ports: [9898] })],
  ['polinux/stress', profile('alpine', 'stress', { command: ['stress'], tools: ['stress'] })],
  ['vish/stress', profile('none', 'stress', { command: ['/stress'] })],
  ['registry.k8s.io/pause', profile('none', 'pause', { command: ['/pause'] })],
  ['k8s.gcr.io/pause', profile('none', 'pause', { command: ['/pause'] })],
  [
    'registry.k8s.io/e2e-test-images/agnhost',
    profile('alpine', 'agnhost', { command: ['/agnhost', 'pause'], tools: ['agnhost', 'curl'], ports: [8080] }),
  ],
  ['registry.k8s.io/e2e-test-images/busybox', profile('busybox', 'shell')],
  [
    'registry.k8s.io/e2e-test-images/nginx',
    profile('debian', 'nginx', { command: ['nginx', '-g', 'daemon off;'], ports: [80] }),
  ],
  ['registry.k8s.io/busybox', profile('busybox', 'shell')],
  ['registry.k8s.io/nginx-slim', nginxSlim],
  ['k8s.gcr.io/nginx-slim', nginxSlim],
  ['gcr.io/google_containers/nginx-slim', nginxSlim],
  ['registry.k8s.io/echoserver', echoServer],
  ['k8s.gcr.io/echoserver', echoServer],
  ['gcr.io/google_containers/echoserver', echoServer],
  ['registry.k8s.io/e2e-test-images/echoserver', echoServer],
  [
    'registry.k8s.io/hpa-example',
    profile('debian', 'hpa-example', { command: ['apache2-foreground'], tools: ['curl'], ports: [80] }),
  ],
  [
    'registry.k8s.io/kubernetes-zookeeper',
    profile('ubuntu', 'idle', {
      command: ['start-zookeeper'],
      tools: ['zkServer.sh', 'zkCli.sh', 'zkOk.sh', 'zookeeper-ready'],
      ports: [2181, 2888, 3888],
    }),
  ],
  ['registry.k8s.io/*', distroless('/component')],
  ['quay.io/*', distroless('/component')],
  ['ghcr.io/*', distroless('/app')],
  ['gcr.io/distroless/*', profile('none', 'idle', { command: ['/app'] })],
  ['gcr.io/google-samples/gb-redis-follower', redisFollower],
  ['gcr.io/google_samples/gb-redis-follower', redisFollower],
  ['gcr.io/google-samples/gb-frontend', guestbook],
  ['gcr.io/google_samples/gb-frontend', guestbook],
  ['gcr.io/google-samples/kubernetes-bootcamp', bootcamp],
  ['gcr.io/google-samples/node-hello', helloApp],
  ['gcr.io/google-samples/hello-app', helloApp],
  ['gcr.io/google-samples/*', profile('debian', 'php-apache', { command: ['apache2-foreground'], ports: [80, 8080] })],
  ['gcr.io/google_containers/*', distroless('/component')],
  ['us-docker.pkg.dev/google-samples/*', helloApp],
  ['mcr.microsoft.com/*', distroless('/component')],
  [
    'registry.example.com/shop/payments',
    profile('debian', 'payments', { command: ['/app/server'], workingDir: '/app', ports: [8080] }),
  ],
  ['registry.example.com/shop/report', profile('debian', 'report', { command: ['/app/report'], workingDir: '/app' })],
  ['registry.example.com/shop/*', shopService],
];

// tags that are there in name only: what people type to see a pull fail
const MISSING_TAG = /nosuch|not-?exist|does-?not|invalid|missing|bogus|typo|^v?999|v?9\.9\.9|^broken|^bad/i;

/** What becomes of pulling an image, in containerd's words. */
export function pull(image: string): PulledImage {
  const fault = referenceFault(image);
  if (fault !== undefined)
    return {
      ok: false,
      reason: 'InvalidImageName',
      message: `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${fault}`,
    };
  const [, repository = '', tag = 'latest'] = /^(.*?)(?::([^:/@]+))?(?:@.*)?$/.exec(image) ?? [];
  const short = repository.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
  const found = IMAGES.find(([pattern]) =>
    pattern.endsWith('*') ? short.startsWith(pattern.slice(0, -1)) : short === pattern,
  )?.[1];
  const reference = `${canonicalRepository(short)}:${tag}`;
  const isTagThere = KNOWN_TAGS[short]?.test(tag) ?? (!MISSING_TAG.test(tag) && !MISSING_TAG.test(short));
  if (found && isTagThere) return { ok: true, reference, profile: found };
  return { ok: false, reason: 'ErrImagePull', message: pullFailure(image, reference, found !== undefined) };
}

function canonicalRepository(short: string): string {
  const first = short.split('/')[0] ?? '';
  if (short.includes('/') && /[.:]|^localhost$/.test(first)) return short;
  return short.includes('/') ? `docker.io/${short}` : `docker.io/library/${short}`;
}

function pullFailure(image: string, reference: string, isKnown: boolean): string {
  const colon = reference.lastIndexOf(':');
  const [repository, tag] = [reference.slice(0, colon), reference.slice(colon + 1)];
  const host = repository.split('/')[0] ?? '';
  const unpack = `failed to pull and unpack image "${reference}": failed to resolve reference "${reference}"`;
  if (isKnown)
    return `Failed to pull image "${image}": rpc error: code = NotFound desc = ${unpack}: ${reference}: not found`;
  if (host === 'docker.io')
    return `Failed to pull image "${image}": ${unpack}: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`;
  const url = `https://${host}/v2/${repository.slice(host.length + 1)}/manifests/${tag}`;
  return `Failed to pull image "${image}": ${unpack}: failed to do request: Head "${url}": dial tcp: lookup ${host} on 10.96.0.10:53: no such host`;
}

/** distribution/reference: what makes a name no image reference. */
function referenceFault(image: string): string | undefined {
  const [name = ''] = image.split('@');
  const repository = name.replace(/:[\w][\w.-]{0,127}$/, '');
  const path = /^[^/]*[.:][^/]*\//.test(repository) ? repository.replace(/^[^/]+\//, '') : repository;
  if (/^(?:[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/.test(path))
    return undefined;
  return /[A-Z]/.test(path)
    ? 'invalid reference format: repository name must be lowercase'
    : 'invalid reference format';
}
