import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pod } from '../../controllers/kinds.ts';
import { podSpec, type TestCluster, testCluster } from '../../controllers/test-cluster.ts';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = testCluster();
  cluster.add('Pod', 'p', { spec: podSpec('debian:12', { command: ['sleep', 'infinity'] }) });
  await cluster.advance(5000);
});
afterEach(() => cluster.stop());

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

/** Runs a command without a terminal, with some input. */
async function exec(command: string[], input: Uint8Array = new Uint8Array()) {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const keep = (pieces: Buffer[]) => (bytes: Uint8Array | string) => {
    pieces.push(Buffer.from(bytes));
    return undefined;
  };
  const code = await cluster.runtime.exec(
    cluster.get<Pod>('Pod', 'p') as Pod,
    { container: 'c', command, stdin: true, tty: false },
    {
      stdin: once(input),
      stdout: keep(out),
      stderr: keep(err),
      onResize: () => {},
      signal: new AbortController().signal,
    },
  );
  return { code, out: Buffer.concat(out), err: Buffer.concat(err).toString() };
}

describe('programs', () => {
  it('cat passes bytes on as they are', async () => {
    const bytes = randomBytes(100_000);
    expect((await exec(['cat'], bytes)).out.equals(bytes)).toBe(true);
    expect((await exec(['sh', '-c', 'cat > /tmp/b && cat /tmp/b | cat'], bytes)).out.equals(bytes)).toBe(true);
  });

  it('dd counts blocks, or bytes where it is told to', async () => {
    const dd = (...args: string[]) => exec(['dd', ...args], Buffer.from('0123456789'));
    expect((await dd('bs=3', 'count=2')).out.toString()).toBe('012345');
    const some = await dd('bs=1048576', 'iflag=fullblock,count_bytes', 'count=7', 'status=none');
    expect([some.out.toString(), some.err]).toEqual(['0123456', '']);
  });

  it('tar takes in what it has given out', async () => {
    const bytes = randomBytes(20_000);
    await exec(['sh', '-c', 'mkdir -p /tmp/a/b; cat > /tmp/a/b/f'], bytes);
    const long = `/tmp/a/${'long'.repeat(40)}`;
    await exec(['sh', '-c', `echo text > ${long}`]);
    const archive = await exec(['tar', 'cf', '-', '-C', '/tmp', 'a']);
    expect([archive.code, archive.out.length % 512]).toEqual([0, 0]);
    expect((await exec(['tar', '-xmf', '-', '-C', '/opt'], archive.out)).code).toBe(0);
    expect((await exec(['cat', '/opt/a/b/f'])).out.equals(bytes)).toBe(true);
    expect((await exec(['cat', long.replace('/tmp', '/opt')])).out.toString()).toBe('text\n');
    expect(
      (await exec(['tar', 'tzf', '-'], (await exec(['tar', 'czf', '-', '-C', '/tmp', 'a'])).out)).out.toString(),
    ).toContain('a/b/f\n');
  });

  it.each([
    [['sh', '-c', 'echo abc | tail -c+2'], 'bc\n'],
    [['sh', '-c', 'seq 5 | head -n 2'], '1\n2\n'],
    [['sh', '-c', 'seq 5 | tail -2'], '4\n5\n'],
    [['sh', '-c', 'echo hi | tee /tmp/t | wc -c; cat /tmp/t'], '3\nhi\n'],
    [['sh', '-c', 'echo aGk= | base64 -d'], 'hi'],
    [['sh', '-c', 'seq 100000 | head -1'], '1\n'],
    [['sh', '-c', 'X=1 env | grep ^X='], 'X=1\n'],
    [['sh', '-c', 'echo hi | sha256sum | cut -c1-8'], '98ea6e4f\n'],
    [['hostname'], 'p\n'],
  ])('%j says %j', async (command, text) => {
    expect((await exec(command)).out.toString()).toBe(text);
  });

  it.each([
    [['cat', '/nowhere'], 1, 'cat: /nowhere: No such file or directory\n'],
    [['sh', '-c', 'jq .'], 127, 'sh: jq: not found\n'],
    [['tar', 'cf', '-', '/nowhere'], 2, 'tar: /nowhere: Cannot stat: No such file or directory\n'],
  ])('%j fails with %i', async (command, code, words) => {
    const ended = await exec(command);
    expect([ended.code, ended.err.slice(0, words.length)]).toEqual([code, words]);
  });
});
