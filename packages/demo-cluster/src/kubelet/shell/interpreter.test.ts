import { describe, expect, it } from 'vitest';
import { InputReader } from '../input-reader.ts';
import { Interpreter } from './interpreter.ts';
import { ShellState } from './shell-state.ts';
import type { ShellWorld, Streams } from './shell-world.ts';

function run(script: string, more: Partial<ShellWorld> = {}) {
  let text = '';
  const written: string[] = [];
  const foreign: string[] = [];
  const world: ShellWorld = {
    sleep: async () => {},
    now: () => Date.parse('2026-11-21T12:00:00Z'),
    signal: new AbortController().signal,
    hostname: () => 'pod-1',
    kindOf: async (path) => (path === '/etc' ? 'directory' : path === '/etc/hosts' ? 'file' : undefined),
    readFile: async (path) => {
      if (path !== '/etc/hosts') throw new Error('ENOENT');
      return Buffer.from('10.0.0.1 here\n');
    },
    writeFile: async (path, content, append) =>
      void written.push(`${append ? '>>' : '>'}${path}:${Buffer.from(content).toString()}`),
    readsInput: () => false,
    has: (name) => ['sh', 'ls', 'cat', 'grep', 'wc'].includes(name),
    async runInSandbox(source) {
      foreign.push(source);
      return { stdout: '', stderr: '', exitCode: 0, env: {} };
    },
    ...more,
  };
  const state = new ShellState({
    env: { HOME: '/root', GREETING: 'hi there' },
    cwd: '/',
    name: 'sh',
    args: ['a', 'b c'],
  });
  const streams: Streams = {
    in: InputReader.of(Buffer.from('typed line\nrest\n')),
    out: (piece) => {
      text += Buffer.from(piece).toString();
      return undefined;
    },
    err: (piece) => {
      text += `!${Buffer.from(piece).toString()}`;
      return undefined;
    },
  };
  return new Interpreter(world).run(script, state, streams).then((exitCode) => ({ exitCode, text, written, foreign }));
}

describe('interpreter', () => {
  it.each([
    ['echo plain   words', 'plain words\n'],
    [`echo 'single $x' "double $GREETING"`, 'single $x double hi there\n'],
    ['for w in $GREETING; do echo "<$w>"; done', '<hi>\n<there>\n'],
    ['i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo "line $i"; done', 'line 1\nline 2\nline 3\n'],
    ['i=3; until [ $i = 0 ]; do i=$((i - 1)); done; echo $i', '0\n'],
    ['if false; then echo a; elif true; then echo b; else echo c; fi', 'b\n'],
    ['true && echo yes || echo no; false && echo yes || echo no', 'yes\nno\n'],
    ['! false && echo not', 'not\n'],
    ['printf "%s-%03d\\n" a 7 b 8', 'a-007\nb-008\n'],
    ['echo -n one; echo -e "\\ttwo"', 'one\ttwo\n'],
    ['for i in $(seq 1 3); do printf "$i "; done', '1 2 3 '],
    ['seq 3 -1 1; seq -s ", " 2 4; seq 2 1', '3\n2\n1\n2, 3, 4\n'],
    ['x=$(echo inner; echo more); echo "$x" | cat', ''],
    ['echo $' + '{NONE:-fallback} $' + '{GREETING:+set} $' + '{#GREETING}', 'fallback set 8\n'],
    ['echo $((2 + 3 * 4)) $(( (2+3)*4 )) $((7 % 3)) $((1 << 4)) $((5 > 3 ? 10 : 20))', '14 20 1 16 10\n'],
    ['echo "$@" $# $1 $0', 'a b c 2 a sh\n'],
    ['for a in "$@"; do echo "[$a]"; done', '[a]\n[b c]\n'],
    ['while true; do echo once; break; done', 'once\n'],
    ['for i in 1 2 3; do [ $i = 2 ] && continue; echo $i; done', '1\n3\n'],
    ['(x=inner; echo $x); echo "[$x]"', 'inner\n[]\n'],
    ['{ echo a; echo b; } >/dev/null; echo c', 'c\n'],
    ['echo oops >&2', '!oops\n'],
    ['sh -c \'echo "$0 $1"\' name arg', 'name arg\n'],
    ['read line; echo "got $line"', 'got typed line\n'],
    ['date -u +%FT%TZ; date +%s', '2026-11-21T12:00:00Z\n1795262400\n'],
    ['hostname', 'pod-1\n'],
    ['cd /etc; pwd; cd /nowhere', "/etc\n!sh: cd: can't cd to /nowhere: No such file or directory\n"],
    ['echo a # comment\n# whole line\necho b', 'a\nb\n'],
    ['echo one \\\n  two', 'one two\n'],
    ['sleep 5 & echo started; wait', 'started\n'],
    ['[ -d /etc ] && [ -f /etc/hosts ] && [ ! -e /gone ] && echo files', 'files\n'],
    ['exec echo replaced; echo never', 'replaced\n'],
    ['eval "echo \\$GREETING"', 'hi there\n'],
    ['bash', '!sh: bash: not found\n'],
    ['echo $((1/0))', '!sh: divide by zero\n'],
  ])('%j', async (script, text) => {
    expect((await run(script)).text).toBe(text);
  });

  it.each([
    ['exit 3', 3],
    ['false', 1],
    ['true; exit', 0],
    ['echo boom >&2; exit 300', 44],
    ['(exit 5); echo $?; exit 6', 6],
    ['nosuch', 127],
  ])('%j ends with %i', async (script, exitCode) => {
    const sandbox: ShellWorld['runInSandbox'] = async () => ({ stdout: '', stderr: '', exitCode: 127, env: {} });
    expect((await run(script, { runInSandbox: sandbox })).exitCode).toBe(exitCode);
  });

  it.each([
    ['ls -la "my dir" | wc -l', ["ls -la 'my dir'", 'wc -l']],
    ['x=1; cat *.txt', ['cat *.txt']],
    ["grep 'it''s' file", ['grep its file']],
    ['case a in a) echo;; esac', ['case a in a) echo;; esac']],
    ['[[ a == b ]] && true', ['[[ a == b ]]']],
    ['cat <<E\nx\nE', ['cat <<E\nx\nE']],
  ])('leaves to the sandbox: %j', async (script, foreign) => {
    expect((await run(script)).foreign).toEqual(foreign);
  });

  it('writes files with redirects', async () => {
    expect((await run('cd /etc; echo a > f; echo b >> /g; echo c 2>/h')).written).toEqual([
      '>/etc/f:a\n',
      '>>/g:b\n',
      '>/h:',
    ]);
  });

  it.each([
    ['echo one | read x; read y; echo $y', 'typed line\n'],
    ['echo a | while read line; do echo "<$line>"; done', '<a>\n'],
    ['printf "a\\nb\\n" | while read line; do echo "<$line>"; done', '<a>\n<b>\n'],
    ['while read a b; do echo "$b"; done < /etc/hosts', 'here\n'],
    ['(echo inner; exit 3) | true; echo $?', '0\n'],
    ['true | (exit 3); echo $?', '3\n'],
    ['while true; do echo y; done | read x; echo ended', 'ended\n'],
    ['read x < /nowhere || echo no', "!sh: can't open /nowhere: no such file\nno\n"],
  ])('pipes and input: %j', async (script, text) => {
    expect((await run(script)).text).toBe(text);
  });

  it('lets a loop without sleep breathe', async () => {
    let pauses = 0;
    const killed = new Error('killed');
    const sleep = async () => {
      if (++pauses === 20) throw killed;
    };
    await expect(run('while true; do echo flood; done', { sleep })).rejects.toBe(killed);
  });
});
