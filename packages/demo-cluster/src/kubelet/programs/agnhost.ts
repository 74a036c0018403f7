import { type Process, sleep, untilKilled } from '../process.ts';
import { klogHead } from '../servers/log-time.ts';
import { openPorts } from '../servers/open-ports.ts';
import { optionOf } from '../servers/sites.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** The test image of Kubernetes: a web server, a generator of logs, or nothing at all. */
export async function agnhost(process: Process): Promise<number> {
  const { argv, io, signal, sandbox } = process;
  const say = (words: string) => void io.err(`${klogHead(sandbox.options.now(), 'log.go:195')} ${words}\n`);
  switch (argv[1]) {
    case 'logs-generator':
      return generateLogs(process);
    case 'entrypoint-tester':
      void io.out(`[${argv.join(' ')}]\n`);
      return 0;
    case 'netexec':
      say(`Started HTTP server on port ${optionOf(argv, 'http-port') ?? '8080'}`);
      say(`Started UDP server on port  ${optionOf(argv, 'udp-port') ?? '8081'}`);
      return serveUntilKilled(process, 'netexec');
    case 'serve-hostname':
      say(`Serving on port ${optionOf(argv, 'port') ?? '9376'}.`);
      return serveUntilKilled(process, 'serve-hostname');
    default:
      return untilKilled(signal);
  }
}

async function serveUntilKilled(process: Process, server: string): Promise<never> {
  const close = openPorts(process, server);
  try {
    return await untilKilled(process.signal);
  } finally {
    close();
  }
}

async function generateLogs({ argv, io, sandbox, signal }: Process): Promise<number> {
  const { timers, now, pod } = sandbox.options;
  const total = Number(optionOf(argv, 'log-lines-total') ?? 0);
  const duration = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(optionOf(argv, 'run-duration') ?? '1s');
  const unit = UNITS[duration?.[2] ?? 's'] ?? 1000;
  const each = total > 0 ? (Number(duration?.[1] ?? 1) * unit) / total : 0;
  const begin = now();
  for (let line = 0; line < total; line++) {
    const wait = begin + line * each - now();
    if (wait > 0) await sleep(timers, wait, signal);
    const verb = ['GET', 'PUT', 'POST'][Math.floor(Math.random() * 3)];
    const name = Math.random().toString(36).slice(2, 6);
    const code = 200 + Math.floor(Math.random() * 400);
    const path = `/api/v1/namespaces/${pod.metadata.namespace}/pods/${name}`;
    await io.err(`${klogHead(now(), 'logs_generator.go:76')} ${line} ${verb} ${path} ${code}\n`);
  }
  return 0;
}
