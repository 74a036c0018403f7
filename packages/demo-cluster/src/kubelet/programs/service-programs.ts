import { dialOrWait } from '../network/http-client.ts';
import type { Process, Program } from '../process.ts';
import { nginxVersion, tagVersion } from '../servers/sites.ts';
import { fail, readCommandLine } from './command-line.ts';
import { redisCli } from './redis-cli.ts';

const nginx: Program = async (process) => {
  const line = readCommandLine(process.argv.slice(1), ['c', 's', 'g', 'p']);
  const configuration = line.value('c') ?? '/etc/nginx/nginx.conf';
  if (line.has('v', 'V')) return say(process, `nginx version: nginx/${nginxVersion(process)}`);
  if (line.has('t', 'T')) {
    if (!(await process.sandbox.exists(configuration)))
      return fail(
        process,
        `nginx: [emerg] open() "${configuration}" failed (2: No such file or directory)\nnginx: configuration file ${configuration} test failed`,
      );
    const text = Buffer.from(await process.sandbox.readFile(configuration)).toString();
    const fault = bracesFault(text);
    if (fault)
      return fail(
        process,
        `nginx: [emerg] ${fault} in ${configuration}:${text.split('\n').length}\nnginx: configuration file ${configuration} test failed`,
      );
    say(
      process,
      `nginx: the configuration file ${configuration} syntax is ok\nnginx: configuration file ${configuration} test is successful`,
    );
    if (line.has('T')) await process.io.out(`# configuration file ${configuration}:\n${text}`);
    return 0;
  }
  const signal = line.value('s');
  if (signal === undefined)
    return say(process, 'nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)', 1);
  if (signal !== 'reload' && signal !== 'reopen') process.sandbox.signalMain(15);
  return say(
    process,
    `${new Date(process.sandbox.options.now()).toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', '/')} [notice] 30#30: signal process started`,
  );
};

function say(process: Process, words: string, exitCode = 0): number {
  void process.io.err(`${words}\n`);
  return exitCode;
}

function bracesFault(text: string): string | undefined {
  const count = (char: string) => text.split(char).length - 1;
  if (count('{') > count('}')) return 'unexpected end of file, expecting "}"';
  return count('{') < count('}') ? 'unexpected "}"' : undefined;
}

const version =
  (words: (process: Process) => string): Program =>
  async (process) => {
    if (process.argv.some((arg) => ['--version', '-V', '-v', 'version'].includes(arg)))
      await process.io.out(`${words(process)}\n`);
    return 0;
  };

/** Whether the database of this pod takes connections. */
const isReady =
  (port: number, yes: string, no: string): Program =>
  async (process) => {
    const line = readCommandLine(process.argv.slice(1), ['h', 'p', 'U', 'u', 'd', 'P', 'port', 'host']);
    try {
      (await dialOrWait(process, line.value('h', 'host') ?? '127.0.0.1', port, 3000)).socket.destroy();
      await process.io.out(`${yes}\n`);
      return 0;
    } catch {
      return fail(process, no, 2);
    }
  };

const sqlClient =
  (product: string, select: string): Program =>
  async (process) => {
    const line = readCommandLine(process.argv.slice(1), [
      'c',
      'e',
      'command',
      'execute',
      'h',
      'U',
      'u',
      'd',
      'D',
      'P',
      'p',
    ]);
    if (line.has('version', 'V')) await process.io.out(`${product}\n`);
    else if (/^\s*select\s+1\b/i.test(line.value('c', 'e', 'command', 'execute') ?? '')) await process.io.out(select);
    return 0;
  };

/** What people run in the zookeeper of the StatefulSet tutorial: ruok, and a few commands of zkCli. */
const zookeeperOk: Program = async (process) => {
  await process.io.out('imok');
  return 0;
};

const zkServer: Program = async (process) => {
  const mode = /-0$/.test(process.sandbox.hostname)
    ? 'follower'
    : /-1$/.test(process.sandbox.hostname)
      ? 'leader'
      : 'follower';
  await process.io.out(
    `ZooKeeper JMX enabled by default\nUsing config: /usr/bin/../etc/zookeeper/zoo.cfg\nMode: ${mode}\n`,
  );
  return 0;
};

/** The clients and tools that come with images of servers. */
export const SERVICE_PROGRAMS: Readonly<Record<string, Program>> = {
  nginx,
  'redis-cli': redisCli,
  'redis-server': version(
    (process) =>
      `Redis server v=${tagVersion(process, '7.4.1')} sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=demo`,
  ),
  pg_isready: isReady(
    5432,
    '/var/run/postgresql:5432 - accepting connections',
    '/var/run/postgresql:5432 - no response',
  ),
  psql: sqlClient('psql (PostgreSQL) 17.0', ' ?column? \n----------\n        1\n(1 row)\n\n'),
  mysqladmin: isReady(3306, 'mysqld is alive', "mysqladmin: connect to server at 'localhost' failed"),
  mysql: sqlClient('mysql  Ver 9.1.0 for Linux on x86_64 (MySQL Community Server - GPL)', '1\n1\n'),
  mariadb: sqlClient('mariadb from 11.6.2-MariaDB, client 15.2', '1\n1\n'),
  python3: version(() => 'Python 3.13.0'),
  python: version(() => 'Python 3.13.0'),
  node: version(() => 'v22.11.0'),
  java: version(() => 'openjdk version "21.0.5" 2024-10-15'),
  'zkOk.sh': zookeeperOk,
  'zkServer.sh': zkServer,
};
