import type { ImageProfile } from '../image-table.ts';
import { InputReader } from '../input-reader.ts';
import { exitCodeOf, type Process, sleep, untilKilled } from '../process.ts';
import { openPorts } from '../servers/open-ports.ts';
import { Interpreter } from '../shell/interpreter.ts';
import { needsMore } from '../shell/needs-more.ts';
import { quoted, ShellState } from '../shell/shell-state.ts';
import type { ShellWorld, Streams } from '../shell/shell-world.ts';
import { agnhost } from './agnhost.ts';
import { type LogSubject, SERVICE_LOGS, type ServiceLog } from './service-logs.ts';
import { shellWorld } from './shell-world.ts';

/** Runs a container's main program or an exec'd command; resolves with its exit code, rejects with Killed. */
export function runProgram(process: Process): Promise<number> {
  const { argv, sandbox } = process;
  const { profile } = sandbox.options;
  const name = (argv[0] ?? '').split('/').at(-1) ?? '';
  if (name === 'agnhost') return agnhost(process);
  const special =
    Object.hasOwn(SPECIAL, profile.program) && isEntry(argv, profile) ? SPECIAL[profile.program] : undefined;
  if (special) return special(process);
  const log = serviceLogFor(argv, profile);
  if (log) return serve(process, log, programOf(argv, profile));
  return interpret(process);
}

const BY_NAME: Record<string, string> = {
  nginx: 'nginx',
  'redis-server': 'redis',
  mysqld: 'mysql',
  mariadbd: 'mysql',
  postgres: 'postgres',
  'httpd-foreground': 'httpd',
  'apache2-foreground': 'httpd',
  pause: 'pause',
  etcd: 'etcd',
  'kube-apiserver': 'kube-apiserver',
  'kube-controller-manager': 'kube-controller-manager',
  'kube-scheduler': 'kube-scheduler',
};

/** Whether the pod left the image's own entry point in place, with or without arguments of its own. */
function isEntry(argv: readonly string[], profile: ImageProfile): boolean {
  return argv[0] === profile.command[0] || (argv[0] ?? '').startsWith('-');
}

/** The server that the arguments start, or that the image is made for. */
function programOf(argv: readonly string[], profile: ImageProfile): string {
  const name = nameIn(argv);
  // httpd is the log of many: the image says what it serves
  const named = Object.hasOwn(BY_NAME, name) ? (BY_NAME[name] ?? profile.program) : profile.program;
  return isEntry(argv, profile) ? profile.program : named;
}

/** The log of a server, when that is what the arguments start. */
export function serviceLogFor(argv: readonly string[], profile: ImageProfile): ServiceLog | undefined {
  const name = (argv[0] ?? '').split('/').at(-1) ?? '';
  const key = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  // asked for its version or a check it answers and ends
  if (key && argv.some((one) => /^(?:-[vtTV]|-s|--version)$/.test(one))) return undefined;
  if (key) return SERVICE_LOGS[key];
  // images without a userland run whatever they are told under its name
  const runsAnything = profile.distribution === 'none' || profile.program === 'component';
  if (!isEntry(argv, profile) && !runsAnything) return undefined;
  return Object.hasOwn(SERVICE_LOGS, profile.program) ? SERVICE_LOGS[profile.program] : undefined;
}

async function serve(process: Process, log: ServiceLog, program: string): Promise<number> {
  const { timers, now, pod } = process.sandbox.options;
  const write = (lines: readonly string[]) => {
    const text = lines.map((line) => `${line}\n`).join('');
    if (text !== '') void (log.stream === 'stdout' ? process.io.out : process.io.err)(text);
  };
  const about = (): LogSubject => ({ now: now(), pod, argv: process.argv });
  const closePorts = openPorts(process, program);
  // the shop has customers; nobody calls on what a person has just started
  const isVisited = !log.isTraffic || process.isResumed || pod.metadata.namespace === 'shop';
  if (!process.isResumed) write(log.startup(about()));
  try {
    for (;;) {
      await sleep(timers, log.everyMs * (0.3 + 1.4 * Math.random()), process.signal);
      if (isVisited) write(log.tick(about(), Math.random));
    }
  } catch (error) {
    // a server that is asked to go says so and ends well
    if (exitCodeOf(process.signal) !== 0) throw error;
    write(log.farewell(about()));
    return 0;
  } finally {
    closePorts();
  }
}

const SPECIAL: Record<string, (process: Process) => Promise<number>> = {
  async 'hello-world'({ io }) {
    void io.out('\nHello from Docker!\nThis message shows that your installation appears to be working correctly.\n\n');
    return 0;
  },
  async payments({ io, sandbox, signal, env }) {
    const { timers, now } = sandbox.options;
    const line = (level: string, msg: string, more: object = {}) =>
      void io.out(
        `${JSON.stringify({ ts: new Date(now()).toISOString(), level, service: 'payments', msg, ...more })}\n`,
      );
    line('info', 'starting', { version: '3.2.0', commit: '9f31c02' });
    line('info', 'loading configuration', { file: '/etc/payments/config.yaml' });
    await sleep(timers, 1500, signal);
    if (!env['PAYMENT_PROVIDER_URL']) {
      line('error', 'configuration is invalid: PAYMENT_PROVIDER_URL is not set', {
        hint: 'add the key PAYMENT_PROVIDER_URL to the ConfigMap payments-config and restart the deployment',
      });
      void io.err(
        'panic: missing required setting PAYMENT_PROVIDER_URL\n\ngoroutine 1 [running]:\nmain.mustConfig(...)\n\t/src/payments/config.go:58\nmain.main()\n\t/src/payments/main.go:23 +0x1d4\n',
      );
      return 1;
    }
    return serve(
      { argv: ['/app/server'], env, cwd: '/app', io, sandbox, signal, tty: undefined },
      SERVICE_LOGS['shop'] as ServiceLog,
      'shop',
    );
  },
  async report({ io, sandbox, signal }) {
    const { timers, now } = sandbox.options;
    for (const step of [
      'connecting to postgres.shop.svc:5432',
      'reading 18204 orders',
      'aggregating by category',
      'writing report s3://reports/nightly.csv',
      'done',
    ]) {
      void io.out(`${new Date(now()).toISOString()} INFO report ${step}\n`);
      await sleep(timers, 900, signal);
    }
    return 0;
  },
  async perl({ argv, io, sandbox, signal }) {
    await sleep(sandbox.options.timers, 800, signal);
    if (argv.join(' ').includes('bpi('))
      void io.out(
        '3.141592653589793238462643383279502884197169399375105820974944592307816406286208998628034825342117067982148086513282306647093844609550582231725359408128481117450284102701938521105559644622948954930381964428810975665933446128475648233786783165271201909145648\n',
      );
    return 0;
  },
  async stress({ argv, io, sandbox, signal }) {
    void io.out('stress: info: [1] dispatching hogs: 0 cpu, 0 io, 1 vm, 0 hdd\n');
    const asked = Number(/(\d+)M/.exec(argv[argv.indexOf('--vm-bytes') + 1] ?? '')?.[1] ?? 0);
    const container = sandbox.options.pod.spec.containers.find((one) => one.name === sandbox.options.container);
    const limit = Number(
      /^(\d+)Mi$/.exec(String(container?.resources?.limits?.['memory'] ?? ''))?.[1] ?? Number.POSITIVE_INFINITY,
    );
    await sleep(sandbox.options.timers, 700, signal);
    if (asked > limit) return OUT_OF_MEMORY;
    return untilKilled(signal);
  },
  async interactive(process) {
    // an interpreter without a terminal has nothing to read and ends
    return process.argv.length > 1 ? interpret(process) : 0;
  },
};

/** Exit code of a program whose container got out of memory: 137 with a reason of its own. */
export const OUT_OF_MEMORY = 1137;

/** Runs the arguments as a shell would: scripts, builtins, the demo's programs and the sandbox's commands. */
async function interpret(process: Process): Promise<number> {
  const name = nameIn(process.argv);
  const { distribution } = process.sandbox.options.profile;
  const isBash = distribution === 'debian' || distribution === 'ubuntu';
  const state = new ShellState({
    env: process.env,
    cwd: process.cwd,
    name: name === 'bash' || (isBash && name !== 'sh') ? 'bash' : 'sh',
    pid: 1,
  });
  const world = processWorld(process);
  const { out, err } = process.io;
  const streams: Streams = { in: new InputReader(process.io.stdin), out, err };
  const run = (source: string) => new Interpreter(world).run(source, state, streams);
  if (!isShellName(name)) return run(process.argv.map(quoted).join(' '));
  // a shell may be told more than that it is given a script: sh -ec '…'
  const at = process.argv.findIndex((arg, index) => index > 0 && /^-[a-z]*c$/.test(arg));
  if (at > 0) {
    state.args = process.argv.slice(at + 3);
    return run(process.argv[at + 1] ?? '');
  }
  const script = process.argv.slice(1).find((one) => !one.startsWith('-'));
  if (script !== undefined) return run(`. ${quoted(script)}`);
  return readScript(run, streams.in, state);
}

/** A shell that is given its script by stdin runs it as it comes. */
async function readScript(
  run: (source: string) => Promise<number>,
  input: InputReader,
  state: ShellState,
): Promise<number> {
  let source = '';
  for (let line = await input.line(); line !== undefined; line = await input.line()) {
    source += source === '' ? line : `\n${line}`;
    if (needsMore(source)) continue;
    await run(source);
    if (state.hasExited) return state.status;
    source = '';
  }
  return source === '' ? state.status : run(source);
}

const nameIn = (argv: readonly string[]) => (argv[0] ?? '').split('/').at(-1) ?? 'sh';
const isShellName = (name: string) => name === 'sh' || name === 'bash' || name === 'ash' || name === 'dash';

/** A container as the shells of a process see it. */
export function processWorld(process: Process): ShellWorld {
  const { profile } = process.sandbox.options;
  return shellWorld(process, (inner) => {
    const [name = ''] = inner.argv;
    // to a shell, "-h" is no argument of the image's entry point but the name of a command that is not there
    if (name.startsWith('-')) return undefined;
    return serviceLogFor(inner.argv, profile) || name === 'agnhost' ? runProgram(inner) : undefined;
  });
}
