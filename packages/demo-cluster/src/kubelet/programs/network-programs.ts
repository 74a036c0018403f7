import { NetworkFault } from '../network/cluster-network.ts';
import { dialOrWait } from '../network/http-client.ts';
import { CLUSTER_DNS, namesOf } from '../network/names.ts';
import { type Process, type Program, sleep } from '../process.ts';
import { fail, readCommandLine } from './command-line.ts';
import { curl } from './curl.ts';
import { wget } from './wget.ts';

const DNS_NAME = 'kube-dns.kube-system.svc.cluster.local';
const resolverOf = ({ sandbox }: Process) => namesOf(sandbox.options.store, sandbox.pod);

/** How an nslookup speaks: busybox before 1.30, busybox today, or bind's. */
function dialect({ sandbox }: Process): 'old-busybox' | 'busybox' | 'bind' {
  const { distribution } = sandbox.options.profile;
  const old = /busybox:1\.(\d+)/.exec(sandbox.image)?.[1];
  if (old !== undefined && Number(old) < 30) return 'old-busybox';
  return distribution === 'busybox' || distribution === 'alpine' ? 'busybox' : 'bind';
}

const nslookup: Program = async (process) => {
  const line = readCommandLine(process.argv.slice(1).map((arg) => arg.replace(/^-(type|query|debug)/, '--$1')));
  const [host, server = CLUSTER_DNS] = line.operands;
  if (host === undefined) return fail(process, 'Usage: nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]');
  const names = resolverOf(process);
  const style = dialect(process);
  const say = (text: string) => process.io.out(text);
  const isAddress = /^\d+(?:\.\d+){3}$/.test(host);
  if (style === 'old-busybox') await say(`Server:    ${server}\nAddress 1: ${server} ${DNS_NAME}\n\n`);
  else if (style === 'busybox') await say(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
  else await say(`Server:\t\t${server}\nAddress:\t${server}#53\n\n`);
  if (isAddress) {
    const name = names.reverse(host);
    const arpa = `${host.split('.').reverse().join('.')}.in-addr.arpa`;
    if (style === 'old-busybox') await say(`Name:      ${host}\nAddress 1: ${host}${name ? ` ${name}` : ''}\n`);
    else
      await say(
        name
          ? `${arpa}\tname = ${name}${style === 'bind' ? '.' : ''}\n\n`
          : `** server can't find ${arpa}: NXDOMAIN\n\n`,
      );
    return name || style === 'old-busybox' ? 0 : 1;
  }
  if (style === 'old-busybox') {
    const addresses = names.lookup(host);
    if (addresses.length === 0) return fail(process, `nslookup: can't resolve '${host}'`);
    const lines = addresses.map(
      (address, at) => `Address ${at + 1}: ${address}${nameSuffix(names.reverse(address))}\n`,
    );
    await say(`Name:      ${host}\n${lines.join('')}`);
    return 0;
  }
  // busybox today asks for the name as it is, and for each one of the search list
  const candidates = style === 'busybox' && host.includes('.') ? [host.replace(/\.$/, '')] : names.candidates(host);
  for (const candidate of candidates) {
    const record = names.query(candidate);
    if (!record) continue;
    const alias = record.alias === undefined ? '' : `${candidate}\tcanonical name = ${record.alias}\n`;
    const lines = record.addresses.map((address) => `Name:\t${candidate}\nAddress: ${address}\n`);
    await say(`${alias}${lines.join('')}\n`);
    return 0;
  }
  const tried = style === 'busybox' ? candidates : candidates.slice(-1);
  await say(tried.map((candidate) => `** server can't find ${candidate}: NXDOMAIN\n\n`).join(''));
  return 1;
};

const nameSuffix = (name: string | undefined) => (name === undefined ? '' : ` ${name}`);

const dig: Program = async (process) => {
  const operands = process.argv.slice(1).filter((arg) => !arg.startsWith('@') && !arg.startsWith('+'));
  const isShort = process.argv.includes('+short');
  const [host = '.'] = operands.filter((arg) => !/^(?:A|AAAA|SRV|PTR|ANY|CNAME)$/i.test(arg));
  const names = resolverOf(process);
  const candidates = process.argv.includes('+search') ? names.candidates(host) : [host.replace(/\.$/, '')];
  const record = candidates.map((one) => names.query(one)).find((one) => one !== undefined);
  if (isShort) {
    await process.io.out((record?.addresses ?? []).map((address) => `${address}\n`).join(''));
    return 0;
  }
  const answers = (record?.addresses ?? []).map((address) => `${record?.name}. 30 IN A ${address}\n`).join('');
  await process.io.out(
    `\n; <<>> DiG 9.18.28 <<>> ${process.argv.slice(1).join(' ')}\n;; ->>HEADER<<- opcode: QUERY, status: ${record ? 'NOERROR' : 'NXDOMAIN'}, id: 4711\n\n;; QUESTION SECTION:\n;${host}. IN A\n\n;; ANSWER SECTION:\n${answers}\n;; SERVER: ${CLUSTER_DNS}#53(${CLUSTER_DNS}) (UDP)\n`,
  );
  return 0;
};

const getent: Program = async (process) => {
  const [database, host = ''] = process.argv.slice(1);
  if (database !== 'hosts' && database !== 'ahosts' && database !== 'ahostsv4')
    return fail(process, `Unknown database: ${database ?? ''}`, 1);
  const addresses = resolverOf(process).lookup(host);
  const full =
    resolverOf(process)
      .candidates(host)
      .find((one) => resolverOf(process).query(one) !== undefined) ?? host;
  for (const address of addresses) await process.io.out(`${address.padEnd(15)} ${full}\n`);
  return addresses.length > 0 ? 0 : 2;
};

const PING_MS = 1000;

const ping: Program = async (process) => {
  const line = readCommandLine(process.argv.slice(1), ['c', 'w', 'W', 'i', 's']);
  const [host = ''] = line.operands;
  const { sandbox, io, signal } = process;
  const [address] = sandbox.options.world.network.lookup(host, sandbox.pod);
  const isBusybox = dialect(process) !== 'bind';
  if (address === undefined)
    return isBusybox
      ? fail(process, `ping: bad address '${host}'`)
      : fail(process, `ping: ${host}: Name or service not known`, 2);
  const answers = sandbox.options.world.network.isPingable(address, sandbox.pod);
  await io.out(
    isBusybox ? `PING ${host} (${address}): 56 data bytes\n` : `PING ${host} (${address}) 56(84) bytes of data.\n`,
  );
  const count = Number(line.value('c') ?? Number.POSITIVE_INFINITY);
  let sent = 0;
  while (sent < count) {
    if (answers) {
      const time = (0.04 + 0.02 * Math.random()).toFixed(3);
      const sequence = isBusybox ? `seq=${sent} ttl=63` : `icmp_seq=${sent + 1} ttl=63`;
      await io.out(`64 bytes from ${address}: ${sequence} time=${time} ms\n`);
    }
    sent++;
    if (sent < count || !answers) await sleep(sandbox.options.timers, PING_MS, signal);
  }
  const received = answers ? sent : 0;
  const loss = answers ? 0 : 100;
  const times = answers
    ? isBusybox
      ? '\nround-trip min/avg/max = 0.041/0.052/0.060 ms'
      : '\nrtt min/avg/max/mdev = 0.041/0.052/0.060/0.004 ms'
    : '';
  await io.out(
    `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${received} ${isBusybox ? 'packets ' : ''}received, ${loss}% packet loss${times}\n`,
  );
  return answers ? 0 : 1;
};

/** nc: looks whether a port is open (-z), or talks to it. */
const nc: Program = async (process) => {
  const line = readCommandLine(process.argv.slice(1), ['w', 'p', 'i', 's', 'q']);
  const [host = '', port = ''] = line.operands;
  const { sandbox, io } = process;
  const isVerbose = line.has('v');
  const isBusybox = dialect(process) !== 'bind';
  if (line.has('l')) return listen(process, Number(line.value('p') ?? host));
  const seconds = line.value('w');
  const [address = ''] = sandbox.options.world.network.lookup(host, sandbox.pod);
  try {
    const { socket } = await dialOrWait(
      process,
      host,
      Number(port),
      seconds === undefined ? undefined : Number(seconds) * 1000,
    );
    if (isVerbose)
      void io.err(
        isBusybox
          ? `${host} (${address}:${port}) open\n`
          : `Connection to ${host} (${address}) ${port} port [tcp/*] succeeded!\n`,
      );
    if (line.has('z')) {
      socket.destroy();
      return 0;
    }
    const end = () => socket.destroy();
    process.signal.addEventListener('abort', end, { once: true });
    const sending = (async () => {
      for await (const chunk of io.stdin) socket.write(chunk);
      socket.end();
    })();
    for await (const chunk of socket as AsyncIterable<Buffer>) await io.out(chunk);
    void sending.catch(() => undefined);
    return 0;
  } catch (error) {
    if (!(error instanceof NetworkFault)) return 1;
    if (error.kind === 'unknown-host')
      return fail(
        process,
        isBusybox
          ? `nc: bad address '${host}'`
          : `nc: getaddrinfo for host "${host}" port ${port}: Name or service not known`,
      );
    const why = {
      refused: 'Connection refused',
      timeout: isBusybox ? 'Operation timed out' : 'Connection timed out',
      unreachable: 'No route to host',
    }[error.kind];
    if (line.has('z') && !isVerbose && !isBusybox) return 1;
    return fail(
      process,
      isBusybox
        ? `nc: ${host} (${address}:${port}): ${why}`
        : `nc: connect to ${host} (${address}) port ${port} (tcp) failed: ${why}`,
    );
  }
};

async function listen(process: Process, port: number): Promise<number> {
  const { sandbox, io, signal } = process;
  const line = readCommandLine(process.argv.slice(1), ['w', 'p', 'i', 's', 'q', 'e']);
  const keepsOn = line.has('k');
  return new Promise((resolve) => {
    const close = sandbox.options.world.network.listen(sandbox.pod, port, (socket) => {
      if (!keepsOn) close?.();
      void (async () => {
        const sending = (async () => {
          for await (const chunk of io.stdin) socket.write(chunk);
          socket.end();
        })();
        for await (const chunk of socket as AsyncIterable<Buffer>) await io.out(chunk);
        await sending;
        if (!keepsOn) resolve(0);
      })().catch(() => resolve(1));
    });
    if (!close) resolve(fail(process, 'nc: bind: Address already in use'));
    signal.addEventListener(
      'abort',
      () => {
        close?.();
        resolve(143);
      },
      { once: true },
    );
  });
}

const ipOf = ({ sandbox }: Process) => sandbox.pod.status?.podIP ?? '10.244.0.2';

/** Addresses and routes of the pod. */
const ip: Program = async (process) => {
  const [what = ''] = process.argv.slice(1).filter((arg) => !arg.startsWith('-'));
  if (what.startsWith('r')) await process.io.out(`default via ${ipOf(process).replace(/\d+$/, '1')} dev eth0 \n`);
  else
    await process.io.out(
      `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\n    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n2: eth0@if7: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue \n    inet ${ipOf(process)}/24 brd ${ipOf(process).replace(/\d+$/, '255')} scope global eth0\n       valid_lft forever preferred_lft forever\n`,
    );
  return 0;
};

const ifconfig: Program = async (process) => {
  await process.io.out(
    `eth0      Link encap:Ethernet  HWaddr 0A:58:0A:F4:01:06  \n          inet addr:${ipOf(process)}  Bcast:${ipOf(process).replace(/\d+$/, '255')}  Mask:255.255.255.0\n          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n\nlo        Link encap:Local Loopback  \n          inet addr:127.0.0.1  Mask:255.0.0.0\n          UP LOOPBACK RUNNING  MTU:65536  Metric:1\n\n`,
  );
  return 0;
};

/** The ports that are open in the pod. */
const netstat: Program = async (process) => {
  const { sandbox, io } = process;
  await io.out(
    'Active Internet connections (only servers)\nProto Recv-Q Send-Q Local Address           Foreign Address         State       \n',
  );
  for (const port of sandbox.options.world.network.portsOf(sandbox.pod))
    await io.out(`tcp        0      0 ${`0.0.0.0:${port}`.padEnd(23)} 0.0.0.0:*               LISTEN      \n`);
  return 0;
};

/** Programs that talk to the simulated network. */
export const NETWORK_PROGRAMS: Readonly<Record<string, Program>> = {
  curl,
  wget,
  nslookup,
  dig,
  getent,
  ping,
  nc,
  ip,
  ifconfig,
  netstat,
  ss: netstat,
};
