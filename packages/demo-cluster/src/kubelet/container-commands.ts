import { type CustomCommand, defineCommand } from 'just-bash';
import type { ContainerSandbox } from './container-sandbox.ts';

interface Answer {
  stdout?: string;
  stderr?: string;
  exitCode?: number;
}

type Answerer = (args: string[], sandbox: ContainerSandbox, exported: Record<string, string>) => Answer;

// the shell's own variables, which a real one does not export
const INTERNAL = new Set(['IFS', 'OSTYPE', 'MACHTYPE', 'HOSTTYPE', 'OPTIND', 'SHELLOPTS', 'BASHOPTS', 'OLDPWD', '_']);

const environment: Answerer = (_args, _sandbox, exported) => ({
  stdout: Object.entries(exported)
    .filter(([name]) => !INTERNAL.has(name) && !name.startsWith('BASH_'))
    .map(([name, value]) => `${name}=${value}\n`)
    .join(''),
});

/** Answers to commands that look at a machine which is not there. */
const COMMON: Record<string, Answerer> = {
  id: (args) => ({ stdout: args[0] === '-u' || args[0] === '-g' ? '0\n' : 'uid=0(root) gid=0(root) groups=0(root)\n' }),
  whoami: () => ({ stdout: 'root\n' }),
  hostname: (args, sandbox) => ({
    stdout:
      args[0]?.startsWith('-i') || args[0] === '-I'
        ? `${sandbox.options.pod.status?.podIP ?? ''}\n`
        : `${sandbox.hostname}\n`,
  }),
  uname: (args, sandbox) => {
    if (args.includes('-a'))
      return { stdout: `Linux ${sandbox.hostname} 6.8.0-demo #1 SMP PREEMPT_DYNAMIC x86_64 GNU/Linux\n` };
    const fields: Record<string, string> = { '-r': '6.8.0-demo', '-m': 'x86_64', '-n': sandbox.hostname };
    return { stdout: `${fields[args[0] ?? ''] ?? 'Linux'}\n` };
  },
  ps: (_args, { options }) => {
    const container = options.pod.spec.containers.find((one) => one.name === options.container);
    const main = [...(container?.command ?? options.profile.command), ...(container?.args ?? [])].join(' ');
    return {
      stdout: `PID   USER     TIME  COMMAND\n    1 root      0:00 ${main.slice(0, 60)}\n    7 root      0:00 sh\n   13 root      0:00 ps\n`,
    };
  },
  kill: (args) => (args.length === 0 ? { stderr: 'kill: usage: kill [-s sigspec] pid\n', exitCode: 2 } : {}),
  nproc: () => ({ stdout: '4\n' }),
  df: () => ({
    stdout:
      'Filesystem     1K-blocks     Used Available Use% Mounted on\noverlay         61202244 21854912  36205892  38% /\ntmpfs              65536        0     65536   0% /dev\n',
  }),
  free: () => ({
    stdout:
      '              total        used        free      shared  buff/cache   available\nMem:       16384000     5120400     7340032       10240     3923568    11264000\nSwap:             0           0           0\n',
  }),
  uptime: () => ({ stdout: ' 12:00:00 up 4 days,  3:12,  0 users,  load average: 0.42, 0.37, 0.31\n' }),
  stty: (args, sandbox) =>
    args[0] === 'size' ? { stdout: `${sandbox.terminalSize.rows} ${sandbox.terminalSize.cols}\n` } : {},
  tput: (args, sandbox) => {
    const { cols, rows } = sandbox.terminalSize;
    if (args[0] === 'cols') return { stdout: `${cols}\n` };
    if (args[0] === 'lines') return { stdout: `${rows}\n` };
    return args[0] === 'clear' ? { stdout: '\x1b[H\x1b[2J' } : {};
  },
  clear: () => ({ stdout: '\x1b[H\x1b[2J\x1b[3J' }),
  tty: () => ({ stdout: '/dev/pts/0\n' }),
  env: environment,
  yes: (args) => ({ stdout: `${args[0] ?? 'y'}\n`.repeat(2000) }),
  nslookup: (args) => ({
    stdout: `Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\nName:\t${args[0] ?? ''}.default.svc.cluster.local\nAddress: 10.96.0.1\n`,
  }),
};

const HTTP: Answerer = (args, sandbox) => {
  const url = args.find((one) => !one.startsWith('-')) ?? '';
  const match = /^(?:http:\/\/)?(?:localhost|127\.0\.0\.1|[\d.]+)(?::(\d+))?(\/.*)?$/.exec(url);
  const port = Number(match?.[1] ?? 80);
  if (!match)
    return {
      stderr: `curl: (6) Could not resolve host: ${url.replace(/^https?:\/\//, '').split('/')[0]}\n`,
      exitCode: 6,
    };
  if (!sandbox.options.profile.ports.includes(port))
    return {
      stderr: `curl: (7) Failed to connect to localhost port ${port} after 0 ms: Couldn't connect to server\n`,
      exitCode: 7,
    };
  return {
    stdout:
      sandbox.options.profile.program === 'nginx'
        ? (sandbox.options.files['/usr/share/nginx/html/index.html'] ?? '')
        : '{"status":"ok"}\n',
  };
};

const TOOLS: Record<string, Answerer> = {
  curl: HTTP,
  wget: HTTP,
  'redis-cli': (args, sandbox) => {
    const words = args.filter((one, at) => !one.startsWith('-') && !/^-[hpan]$/.test(args[at - 1] ?? ''));
    const [command = 'ping', key = '', ...rest] = words;
    const data = sandbox.memory;
    switch (command.toLowerCase()) {
      case 'ping':
        return { stdout: 'PONG\n' };
      case 'set':
        data.set(key, rest[0] ?? '');
        return { stdout: 'OK\n' };
      case 'get':
        return { stdout: `${data.get(key) ?? ''}\n` };
      case 'del':
        return { stdout: `${data.delete(key) ? 1 : 0}\n` };
      case 'keys':
        return { stdout: [...data.keys()].map((one) => `${one}\n`).join('') };
      case 'dbsize':
        return { stdout: `${data.size}\n` };
      case 'info':
        return { stdout: '# Server\nredis_version:7.4.1\nredis_mode:standalone\nos:Linux\n' };
      default:
        return { stdout: `ERR unknown command '${command}'\n` };
    }
  },
  nginx: (args) => {
    if (args.includes('-t'))
      return {
        stderr:
          'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n',
      };
    return args.includes('-v') ? { stderr: 'nginx version: nginx/1.27.2\n' } : {};
  },
  pg_isready: () => ({ stdout: '/var/run/postgresql:5432 - accepting connections\n' }),
  psql: (args) => ({
    stdout:
      args.includes('--version') || args.includes('-V')
        ? 'psql (PostgreSQL) 17.0\n'
        : ' ?column? \n----------\n        1\n(1 row)\n\n',
  }),
  mysqladmin: () => ({ stdout: 'mysqld is alive\n' }),
  python3: (args) => ({ stdout: args.some((one) => one === '--version' || one === '-V') ? 'Python 3.13.0\n' : '' }),
  node: (args) => ({ stdout: args.some((one) => one === '--version' || one === '-v') ? 'v22.11.0\n' : '' }),
};

/** Commands of the sandbox that just-bash lacks, or that would tell of another world. */
export function containerCommands(sandbox: ContainerSandbox): CustomCommand[] {
  const tools = sandbox.options.profile.tools;
  const wget = sandbox.options.profile.distribution === 'busybox' || sandbox.options.profile.distribution === 'alpine';
  const table = { ...COMMON };
  for (const [name, answer] of Object.entries(TOOLS))
    if (tools.includes(name) || (name === 'wget' && wget)) table[name] = answer;
  return Object.entries(table).map(([name, answer]) =>
    defineCommand(name, async (args, context) => {
      if (name === 'env' && args.length > 0 && context.origCommand) return context.origCommand(args);
      const { stdout = '', stderr = '', exitCode = 0 } = answer(args, sandbox, context.exportedEnv ?? {});
      return { stdout, stderr, exitCode };
    }),
  );
}
