import type { Listener } from '../network/cluster-network.ts';
import type { Process } from '../process.ts';
import { guestbook, leaderOf } from './guestbook.ts';
import { httpListener, type Site } from './http-site.ts';
import { nginxConfig } from './nginx-config.ts';
import { readRedisConfig } from './redis-config.ts';
import { redisListener } from './redis-protocol.ts';
import { RedisServer } from './redis-server.ts';
import { optionOf, SITES, tagVersion } from './sites.ts';

interface OpenPort {
  readonly port: number;
  readonly listener: Listener;
}

type PortsOf = (process: Process) => readonly OpenPort[];

/** A site on given ports, and on the ones that the pod declares: those that its image is configured for. */
function site(answers: Site, ports: readonly number[] = [], usesDeclared = true): PortsOf {
  return (process) => {
    const listener = httpListener(answers, process);
    const declared = usesDeclared ? declaredPorts(process) : [];
    return [...new Set([...imagePorts(process, ports), ...declared])].map((port) => ({ port, listener }));
  };
}

const imagePorts = (process: Process, ports: readonly number[]) =>
  ports.length > 0 ? ports : process.sandbox.options.profile.ports;

function declaredPorts({ sandbox }: Process): number[] {
  return (sandbox.spec?.ports ?? []).flatMap(({ containerPort, protocol }) =>
    protocol === 'UDP' || protocol === 'SCTP' ? [] : [containerPort],
  );
}

/** A protocol that is not played: the connection opens and says nothing. */
const silent: PortsOf = (process) =>
  process.sandbox.options.profile.ports.map((port) => ({ port, listener: (socket) => void socket.resume() }));

/** nginx listens where its configuration says. */
const nginx: PortsOf = (process) => {
  const { ports, answers } = nginxConfig(process.sandbox);
  const files = SITES.nginx;
  const answersAll: Site = {
    ...files,
    answer: (request, server) => answers.get(request.path) ?? files.answer(request, server),
  };
  const listener = httpListener(answersAll, process);
  return (ports.length > 0 ? ports : process.sandbox.options.profile.ports).map((port) => ({ port, listener }));
};

/** redis reads its configuration once: a changed file waits for the next start. */
const redis: PortsOf = (process) => {
  const { sandbox, argv } = process;
  const file = argv.slice(1).find((one) => one.startsWith('/'));
  const config = readRedisConfig(file === undefined ? '' : (sandbox.initialText(file) ?? ''));
  for (let at = 1; at < argv.length; at++) {
    const name = /^--([a-z-]+)$/.exec(argv[at] ?? '')?.[1];
    if (name) for (const [key, value] of readRedisConfig(`${name} ${argv[at + 1] ?? ''}`)) config.set(key, value);
  }
  const isReplica = /redis-follower|redis-slave/.test(sandbox.image);
  const server = new RedisServer({
    config,
    version: tagVersion(process, '7.4.1'),
    now: () => sandbox.options.now(),
    ...(isReplica ? { leader: () => leaderOf(process) } : {}),
  });
  return [{ port: server.port, listener: redisListener(server) }];
};

/** Key of an image's program → the ports that it opens. */
const OPEN_PORTS: Readonly<Record<string, PortsOf>> = {
  nginx,
  'nginx-health': nginx,
  redis,
  httpd: site(SITES.httpd),
  'php-apache': site(SITES.phpApache),
  tomcat: site(SITES.tomcat),
  bootcamp: site(SITES.bootcamp),
  echoserver: site(SITES.echoServer),
  guestbook: site(guestbook),
  'hello-app': site(SITES.helloApp),
  demoapp: site(SITES.demoApp),
  whoami: site(SITES.whoami),
  podinfo: site(SITES.podinfo),
  'hpa-example': site(SITES.hpaExample),
  'http-echo': (process) =>
    site(SITES.httpEcho, [Number((optionOf(process.argv, 'listen') ?? ':5678').split(':').at(-1))])(process),
  shop: site(SITES.shop),
  payments: site(SITES.shop),
  component: site(SITES.component),
  postgres: silent,
  mysql: silent,
  idle: silent,
  netexec: (process) =>
    site(SITES.netexec, [Number(optionOf(process.argv, 'http-port') ?? optionOf(process.argv, 'port') ?? 8080)])(
      process,
    ),
  'serve-hostname': (process) => site(SITES.hostnameOnly, [Number(optionOf(process.argv, 'port') ?? 9376)])(process),
};

/** Opens the ports of a server that starts. Returns the function that closes them. */
export function openPorts(process: Process, program: string): () => void {
  const { world, pod } = process.sandbox.options;
  const ports = Object.hasOwn(OPEN_PORTS, program) ? (OPEN_PORTS[program]?.(process) ?? []) : [];
  const closers = ports.map(({ port, listener }) => world.network.listen(pod, port, listener));
  return () => {
    for (const close of closers) close?.();
  };
}
