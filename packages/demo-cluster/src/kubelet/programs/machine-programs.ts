import { type Process, type Program, sleep } from '../process.ts';
import { fail, readCommandLine } from './command-line.ts';
import { processesOf } from './process-list.ts';

type Answer = (process: Process, args: readonly string[]) => string;

const say =
  (answer: Answer): Program =>
  async (process) => {
    await process.io.out(answer(process, process.argv.slice(1)));
    return 0;
  };

const ipOf = ({ sandbox }: Process) => sandbox.pod.status?.podIP ?? '';
const isBusybox = ({ sandbox }: Process) => ['busybox', 'alpine'].includes(sandbox.options.profile.distribution);
const user = ({ sandbox }: Process) => {
  const own = sandbox.spec?.['securityContext'] as { runAsUser?: number; runAsGroup?: number } | undefined;
  const pod = sandbox.pod.spec['securityContext'] as { runAsUser?: number; runAsGroup?: number } | undefined;
  return { uid: own?.runAsUser ?? pod?.runAsUser ?? 0, gid: own?.runAsGroup ?? pod?.runAsGroup ?? 0 };
};

const ps: Answer = (process, args) => {
  const options = args.join('').replaceAll('-', '');
  const all = processesOf(process);
  const start = new Date(process.sandbox.startedAt).toISOString().slice(11, 16);
  if (isBusybox(process))
    return `PID   USER     TIME  COMMAND\n${all.map(({ pid, command }) => `${String(pid).padStart(5)} root      0:00 ${command.slice(0, 64)}\n`).join('')}`;
  if (/f|l/.test(options) && !/u/.test(options))
    return `UID          PID    PPID  C STIME TTY          TIME CMD\n${all.map(({ pid, command }) => `root     ${String(pid).padStart(7)}       0  0 ${start} ?        00:00:00 ${command}\n`).join('')}`;
  if (/a|u|x/.test(options))
    return `USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n${all.map(({ pid, command }) => `root     ${String(pid).padStart(7)}  0.0  0.1  11392  7168 ?        Ss   ${start}   0:00 ${command}\n`).join('')}`;
  return `    PID TTY          TIME CMD\n${all.map(({ pid, command }) => `${String(pid).padStart(7)} ?        00:00:00 ${command.split(' ')[0]?.split('/').at(-1)}\n`).join('')}`;
};

const topTable: Answer = (process) => {
  const now = new Date(process.sandbox.options.now()).toISOString().slice(11, 19);
  const rows = processesOf(process);
  if (isBusybox(process))
    return `Mem: 5120400K used, 11263600K free, 10240K shrd, 112K buff, 3923456K cached\nCPU:   2% usr   1% sys   0% nic  97% idle   0% io   0% irq   0% sirq\nLoad average: 0.42 0.37 0.31 1/312 29\n  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND\n${rows.map(({ pid, command }) => `${String(pid).padStart(5)}     0 root     S     1560   0%   1   0% ${command}\n`).join('')}`;
  return `top - ${now} up 4 days,  3:12,  0 users,  load average: 0.42, 0.37, 0.31\nTasks: ${String(rows.length).padStart(3)} total,   1 running,   1 sleeping,   0 stopped,   0 zombie\n%Cpu(s):  2.1 us,  0.9 sy,  0.0 ni, 96.8 id,  0.1 wa,  0.0 hi,  0.1 si,  0.0 st\nMiB Mem :  16000.0 total,   7168.0 free,   5000.4 used,   3831.6 buff/cache\nMiB Swap:      0.0 total,      0.0 free,      0.0 used.  11000.0 avail Mem\n\n    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND\n${rows.map(({ pid, command }) => `${String(pid).padStart(7)} root      20   0   11392   7168   5120 S   0.0   0.0   0:00.02 ${command.split(' ')[0]}\n`).join('')}`;
};

/** On a terminal it is drawn anew every few seconds, until q; else, and with -b, it is printed once. */
const top: Program = async (process) => {
  const args = process.argv.slice(1);
  const { tty, keys } = process;
  if (tty === undefined || keys === undefined || args.some((arg) => /^-\w*b/.test(arg))) {
    await process.io.out(topTable(process, args));
    return 0;
  }
  const given = /^-d(.*)$/.exec(args.find((arg) => arg.startsWith('-d')) ?? '')?.[1] || args[args.indexOf('-d') + 1];
  const seconds = Math.max(0.5, Number(given) || (isBusybox(process) ? 5 : 3));
  const quit = new AbortController();
  const stop = () => quit.abort(0);
  process.signal.addEventListener('abort', stop, { once: true });
  void (async () => {
    for await (const chunk of keys.take()) if (chunk.includes(0x71) || chunk.includes(0x03)) break;
    stop();
  })();
  try {
    while (!quit.signal.aborted) {
      const lines = topTable(process, args).split('\n').slice(0, tty.rows);
      await process.io.out(`\x1b[H\x1b[J${lines.map((line) => line.slice(0, tty.cols)).join('\n')}`);
      await sleep(process.sandbox.options.timers, seconds * 1000, quit.signal).catch(() => {});
    }
  } finally {
    keys.give();
    process.signal.removeEventListener('abort', stop);
  }
  await process.io.out('\n');
  return 0;
};

const hostname: Answer = (process, args) => {
  if (args.some((arg) => arg === '-i' || arg === '-I' || arg === '--ip-address'))
    return `${ipOf(process)}${args[0] === '-I' ? ' ' : ''}\n`;
  const { pod } = process.sandbox;
  const domain = pod.spec.subdomain ? `${pod.spec.subdomain}.${pod.metadata.namespace}.svc.cluster.local` : '';
  if (args.includes('-d')) return `${domain}\n`;
  if (args.includes('-f')) return `${process.sandbox.hostname}${domain === '' ? '' : `.${domain}`}\n`;
  return `${process.sandbox.hostname}\n`;
};

const uname: Answer = (process, args) => {
  if (args.some((arg) => /^-\w*a/.test(arg)))
    return `Linux ${process.sandbox.hostname} 6.8.0-demo #1 SMP PREEMPT_DYNAMIC x86_64 ${isBusybox(process) ? 'Linux' : 'GNU/Linux'}\n`;
  const letters = args.join('').replaceAll('-', '') || 's';
  const fields: Readonly<Record<string, string>> = {
    s: 'Linux',
    n: process.sandbox.hostname,
    r: '6.8.0-demo',
    v: '#1 SMP PREEMPT_DYNAMIC',
    m: 'x86_64',
    o: 'GNU/Linux',
  };
  return `${[...'snrvmo']
    .filter((letter) => letters.includes(letter))
    .map((letter) => fields[letter])
    .join(' ')}\n`;
};

const id: Answer = (process, args) => {
  const { uid, gid } = user(process);
  const letters = args.join('');
  const name = (number: number) => (number === 0 ? 'root' : undefined);
  if (letters.includes('u')) return `${letters.includes('n') ? (name(uid) ?? uid) : uid}\n`;
  if (letters.includes('g')) return `${letters.includes('n') ? (name(gid) ?? gid) : gid}\n`;
  const show = (number: number) => (name(number) ? `${number}(root)` : String(number));
  const group = (process.sandbox.pod.spec['securityContext'] as { fsGroup?: number } | undefined)?.fsGroup;
  return `uid=${show(uid)} gid=${show(gid)} groups=${show(gid)}${group === undefined ? '' : `,${group}`}\n`;
};

const mountTable: Program = async (process) => {
  await process.io.out(
    'overlay on / type overlay (rw,relatime)\nproc on /proc type proc (rw,nosuid,nodev,noexec,relatime)\ntmpfs on /dev type tmpfs (rw,nosuid,size=65536k,mode=755)\n',
  );
  for (const { name, mountPath, readOnly } of process.sandbox.spec?.volumeMounts ?? []) {
    const volume = process.sandbox.pod.spec.volumes?.find((one) => one.name === name);
    const isMemory = volume?.secret ?? volume?.projected;
    await process.io.out(
      `${isMemory ? 'tmpfs' : '/dev/vda1'} on ${mountPath} type ${isMemory ? 'tmpfs' : 'ext4'} (${readOnly || isMemory ? 'ro' : 'rw'},relatime)\n`,
    );
  }
  return 0;
};

const df: Answer = (process, args) => {
  const isHuman = args.some((arg) => /^-\w*h/.test(arg));
  const rows = [
    ['overlay', '61202244', '21854912', '36205892', '38%', '/'],
    ['tmpfs', '65536', '0', '65536', '0%', '/dev'],
    ...(process.sandbox.spec?.volumeMounts ?? []).map(({ mountPath }) => [
      '/dev/vda1',
      '61202244',
      '21854912',
      '36205892',
      '38%',
      mountPath,
    ]),
  ];
  const size = (kilobytes: string) => {
    if (!isHuman || !/^\d+$/.test(kilobytes)) return kilobytes;
    const value = Number(kilobytes);
    return value >= 2 ** 20
      ? `${Math.round(value / 2 ** 20)}G`
      : value >= 1024
        ? `${Math.round(value / 1024)}M`
        : `${value}K`;
  };
  const title = [
    'Filesystem',
    isHuman ? 'Size' : '1K-blocks',
    'Used',
    isHuman ? 'Avail' : 'Available',
    'Use%',
    'Mounted on',
  ];
  return [title, ...rows.map((row) => row.map(size))]
    .map(
      ([device = '', total = '', used = '', free = '', share = '', path = '']) =>
        `${device.padEnd(14)} ${total.padStart(10)} ${used.padStart(8)} ${free.padStart(9)} ${share.padStart(4)} ${path}\n`,
    )
    .join('');
};

const free: Answer = (_process, args) => {
  const unit = args.includes('-m') ? 1024 : args.includes('-g') ? 1024 ** 2 : 1;
  const row = (name: string, values: readonly number[]) =>
    `${name.padEnd(7)}${values.map((value) => String(Math.floor(value / unit)).padStart(12)).join('')}\n`;
  return `               total        used        free      shared  buff/cache   available\n${row('Mem:', [16384000, 5120400, 7340032, 10240, 3923568, 11264000])}${row('Swap:', [0, 0, 0])}`;
};

/** env, and env NAME=value command. */
const env: Program = async (process) => {
  const line = process.argv.slice(1);
  if (line.length > 0) return 0;
  for (const [name, value] of Object.entries(process.env)) await process.io.out(`${name}=${value}\n`);
  return 0;
};

const printenv: Program = async (process) => {
  const [name] = process.argv.slice(1);
  if (name === undefined) return env(process);
  const value = process.env[name];
  if (value === undefined) return 1;
  await process.io.out(`${value}\n`);
  return 0;
};

const SYSCTLS: Readonly<Record<string, string>> = {
  'net.core.somaxconn': '4096',
  'net.ipv4.ip_forward': '1',
  'net.ipv4.tcp_keepalive_time': '7200',
  'net.ipv4.ip_local_port_range': '32768\t60999',
  'kernel.hostname': '',
  'kernel.osrelease': '6.8.0-demo',
  'vm.max_map_count': '65530',
  'vm.overcommit_memory': '1',
  'fs.file-max': '9223372036854775807',
  'kernel.shm_rmid_forced': '0',
};

const sysctl: Program = async (process) => {
  const line = readCommandLine(process.argv.slice(1));
  const set =
    (process.sandbox.pod.spec['securityContext'] as { sysctls?: { name: string; value: string }[] } | undefined)
      ?.sysctls ?? [];
  let status = 0;
  for (const operand of line.has('a') ? Object.keys(SYSCTLS) : line.operands) {
    const name = operand.split('=')[0] ?? '';
    if (operand.includes('=')) {
      status = fail(process, `sysctl: setting key "${name}": Read-only file system`);
      continue;
    }
    const value =
      set.find((one) => one.name === name)?.value ??
      (name === 'kernel.hostname' ? process.sandbox.hostname : SYSCTLS[name]);
    if (value === undefined)
      status = fail(process, `sysctl: cannot stat /proc/sys/${name.replaceAll('.', '/')}: No such file or directory`);
    else await process.io.out(line.has('n') ? `${value}\n` : `${name} = ${value}\n`);
  }
  return status;
};

const SIGNALS: Readonly<Record<string, number>> = { HUP: 1, INT: 2, QUIT: 3, KILL: 9, USR1: 10, TERM: 15 };

/** A signal to the main process ends the container, except for SIGKILL, which the kernel keeps from a namespace's first process. */
const kill: Program = async (process) => {
  const args = process.argv.slice(1);
  if (args.length === 0)
    return fail(
      process,
      'kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]',
      2,
    );
  if (args[0] === '-l') {
    await process.io.out('HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM\n');
    return 0;
  }
  const given = args[0] === '-s' ? args[1] : args.find((arg) => arg.startsWith('-'))?.slice(1);
  const name = (given ?? 'TERM').replace(/^SIG/, '').toUpperCase();
  const signal = /^\d+$/.test(name) ? Number(name) : (SIGNALS[name] ?? 15);
  for (const pid of args.filter((arg) => /^\d+$/.test(arg) && arg !== given)) {
    if (pid !== '1') return fail(process, `kill: (${pid}) - No such process`);
    if (signal !== 9 && signal !== 1 && signal !== 0) process.sandbox.signalMain(signal);
  }
  return 0;
};

const stty: Program = async (process) => {
  if (!process.tty) return fail(process, "stty: 'standard input': Inappropriate ioctl for device");
  const { rows, cols } = process.tty;
  if (process.argv[1] === 'size') await process.io.out(`${rows} ${cols}\n`);
  else if (process.argv.length === 1 || process.argv[1] === '-a')
    await process.io.out(`speed 38400 baud; rows ${rows}; columns ${cols};\n`);
  return 0;
};

const tput: Answer = ({ tty }, [what]) => {
  const { cols, rows } = tty ?? { cols: 80, rows: 24 };
  if (what === 'cols') return `${cols}\n`;
  if (what === 'lines') return `${rows}\n`;
  return what === 'clear' ? '\x1b[H\x1b[2J' : '';
};

const tty: Program = async (process) => {
  await process.io.out(process.tty ? '/dev/pts/0\n' : 'not a tty\n');
  return process.tty ? 0 : 1;
};

/** Programs that look at a machine which is not there. */
export const MACHINE_PROGRAMS: Readonly<Record<string, Program>> = {
  ps: say(ps),
  top,
  hostname: say(hostname),
  uname: say(uname),
  id: say(id),
  whoami: say((process) => (user(process).uid === 0 ? 'root\n' : `${user(process).uid}\n`)),
  nproc: say(() => '4\n'),
  uptime: say(
    (process) =>
      ` ${new Date(process.sandbox.options.now()).toISOString().slice(11, 19)} up 4 days,  3:12,  0 users,  load average: 0.42, 0.37, 0.31\n`,
  ),
  df: say(df),
  free: say(free),
  mount: mountTable,
  env,
  printenv,
  sysctl,
  kill,
  stty,
  tput: say(tput),
  clear: say(() => '\x1b[H\x1b[2J\x1b[3J'),
  tty,
};
