import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pod } from '../../controllers/kinds.ts';
import { podSpec, type TestCluster, testCluster } from '../../controllers/test-cluster.ts';
import { ByteQueue } from '../byte-queue.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => cluster.stop());

/** A person at a terminal: types, and waits for what the screen must show. */
async function session(image: string, command: string[]) {
  cluster.add('Pod', 'p', { spec: podSpec(image, { command: ['sleep', 'infinity'] }) });
  await cluster.advance(5000);
  const stdin = new ByteQueue();
  let screen = '';
  let resize = (_cols: number, _rows: number) => {};
  const ended = cluster.runtime.exec(
    cluster.get<Pod>('Pod', 'p') as Pod,
    { container: 'c', command, stdin: true, tty: true },
    {
      stdin,
      stdout: (chunk) => {
        screen += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
      },
      stderr: () => {},
      onResize: (listener) => {
        resize = listener;
      },
      signal: new AbortController().signal,
    },
  );
  const until = async (text: string) => {
    for (let turn = 0; turn < 400 && !screen.includes(text); turn++) {
      await cluster.advance(50);
      // the sandbox is loaded and works in the machine's own time
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(screen).toContain(text);
    const shown = screen;
    screen = '';
    return shown;
  };
  return {
    ended,
    until,
    resize: (cols: number, rows: number) => resize(cols, rows),
    type: (text: string) => stdin.push(new TextEncoder().encode(text)),
    bytes: (bytes: Uint8Array) => stdin.push(bytes),
  };
}

describe('interactive shell', () => {
  it('prompts, echoes, runs, and ends with the exit code', async () => {
    const { type, until, ended } = await session('debian:12', ['bash']);
    await until('root@p:/# ');
    type('echo hello\r');
    expect(await until('# ')).toBe('echo hello\r\nhello\r\nroot@p:/# ');
    type('exit 4\r');
    expect(await ended).toBe(4);
  });

  it('keeps directory, variables and files between lines', async () => {
    const { type, until } = await session('debian:12', ['bash']);
    await until('# ');
    type('cd /tmp; x=5; export Y=6; echo data > file\r');
    await until('root@p:/tmp# ');
    type('echo $x $Y; cat file; ls; sh -c \'echo "[$x$Y]"\'\r');
    expect(await until('/tmp# ')).toContain('5 6\r\ndata\r\nfile\r\n[6]\r\n');
    type('f() { echo "fn $1"; }\r');
    await until('/tmp# ');
    type('f arg\r');
    await until('fn arg\r\n');
  });

  it.each([
    ['backspace over wide characters', 'echo 漢字x\x7f\x7f好\r', '\r\n漢好\r\n'],
    ['cursor keys and Home', 'cho ac\x1b[Db\x1b[He\r', '\r\nabc\r\n'],
    ['Ctrl-W, Ctrl-U, Ctrl-Y', 'rm -rf\x15echo one two\x17three\r', '\r\none three\r\n'],
    ['Ctrl-A and Ctrl-K', 'nonsense\x01\x0becho clean\r', '\r\nclean\r\n'],
    [
      'a bracketed paste',
      '\x1b[200~echo pas\x1b[201~ted\r',
      '\r\necho pas'.slice(0, 2) + 'pas ted\r\n'.replace(' ', ''),
    ],
    ['history', 'echo first\recho second\r\x1b[A\x1b[A\r', 'first\r\n'],
    ['joined emoji', 'echo 👩‍🚀!\x7f?\r', '\r\n👩‍🚀?\r\n'],
  ])('edits the line: %s', async (_title, keys, shown) => {
    const { type, until } = await session('debian:12', ['bash']);
    await until('# ');
    type(keys);
    await until(shown);
  });

  it('takes characters that arrive in pieces', async () => {
    const { type, bytes, until } = await session('debian:12', ['bash']);
    await until('# ');
    type('echo ');
    const [a = 0, b = 0] = new TextEncoder().encode('ü');
    bytes(Uint8Array.of(a));
    bytes(Uint8Array.of(b));
    type('\r');
    await until('\r\nü\r\n');
  });

  it.each([
    ['yes', 'y\r\n'],
    ['while true; do echo loop; sleep 1; done', 'loop\r\n'],
    ['sleep 1000', '\r\n'],
  ])('interrupts %s with Ctrl-C', async (command, shown) => {
    const { type, until } = await session('busybox', ['sh']);
    await until('/ # ');
    type(`${command}\r`);
    await until(shown);
    type('\x03');
    await until('^C\r\n/ # ');
    type('echo $?\r');
    await until('130\r\n');
  });

  it('knows no program by the name of an option, not even the one that the image is made for', async () => {
    const { type, until } = await session('nginx:1.27', ['bash']);
    await until('# ');
    type('-h\r');
    await until('-h: command not found');
    type('echo "code $?"\r');
    await until('code 127\r\n');
  });

  it('knows its size, also after it changed', async () => {
    const { type, until, resize } = await session('debian:12', ['bash']);
    resize(100, 30);
    await until('# ');
    type('stty size; tput cols\r');
    await until('30 100\r\n100\r\n');
    resize(60, 20);
    type('stty size\r');
    await until('20 60\r\n');
  });

  it('asks for more while a command is not complete', async () => {
    const { type, until } = await session('busybox', ['sh']);
    await until('/ # ');
    type('for i in 1 2; do\r');
    await until('> ');
    type('echo "n$i"\rdone\r');
    await until('n1\r\nn2\r\n/ # ');
  });

  it('gives a command its input and ends it with Ctrl-D', async () => {
    const { type, until } = await session('busybox', ['sh']);
    await until('/ # ');
    type('cat\rline\r\x04');
    await until('line\r\nline\r\n/ # ');
  });

  it.each([
    ['busybox', 'sh: bash: not found\r\n/ # '],
    ['debian:12', 'root@p:/# '],
  ])('starts the other shell inside where there is one: %s', async (image, shown) => {
    const { type, until } = await session(image, ['sh']);
    await until('# ');
    type('bash\r');
    await until(shown);
  });

  it('finds the best shell when a script asks for it', async () => {
    const { until } = await session('debian:12', [
      'sh',
      '-c',
      'command -v bash >/dev/null 2>&1 && exec bash || exec sh',
    ]);
    await until('root@p:/# ');
  });

  it('ends when its pod goes', async () => {
    const { until, ended } = await session('busybox', ['sh']);
    await until('/ # ');
    cluster.store.delete({ group: '', resource: 'pods' }, 't', 'p', { force: true });
    await cluster.advance(100);
    expect(await ended).toBe(137);
  });
});

describe('programs that draw the whole screen', () => {
  it('vi writes what is typed', async () => {
    const { type, until, resize } = await session('busybox:1.28', ['sh']);
    resize(60, 10);
    await until('/ # ');
    type('vi /tmp/notes\r');
    await until('~');
    type('ifirst\rsecnod');
    await until('secnod');
    type('\x1b[D\x1b[D\x1b[D\x7f\x1bxione \x1b:wq\r');
    await until('/ # ');
    type('cat /tmp/notes\r');
    expect(await until('/ # ')).toContain('first\r\nsone nod');
    type('vi /tmp/notes\r');
    await until('first');
    type('ddZ');
    type('Z');
    await until('/ # ');
    type('cat /tmp/notes\r');
    expect(await until('/ # ')).not.toContain('first');
  });

  it('top draws anew until q', async () => {
    const { type, until } = await session('busybox:1.28', ['top', '-d', '1']);
    await until('COMMAND');
    await until('COMMAND');
    type('q');
    await until('\r\n');
  });
});
