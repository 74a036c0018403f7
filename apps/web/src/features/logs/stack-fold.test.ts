import { describe, expect, it } from 'vitest';
import { StackFold } from './stack-fold.ts';

/** Each line's head, "" for lines that stand for themselves. */
function heads(text: string): string[] {
  const fold = new StackFold();
  const lines = text.split('\n');
  return lines.map((line, seq) => {
    const head = fold.take(seq, line);
    return head < 0 ? '' : (lines[head] ?? '?');
  });
}
const folded = (text: string) => heads(text).filter((head) => head !== '').length;

describe('stack traces are folded under what they belong to (CTL-79)', () => {
  it('Java, with causes', () => {
    const trace = [
      'ERROR request failed',
      'java.lang.IllegalStateException: no',
      '\tat com.example.App.run(App.java:12)',
      '\tat com.example.App.main(App.java:5)',
      'Caused by: java.io.IOException: gone',
      '\t... 12 more',
      'INFO next',
    ].join('\n');
    expect(heads(trace)).toEqual(['', ...Array(5).fill('ERROR request failed'), '']);
  });

  it('Python, chained, under the message before it', () => {
    const trace = [
      'ERROR:root:failed',
      'Traceback (most recent call last):',
      '  File "a.py", line 1, in <module>',
      '    run()',
      'KeyError: 1',
      '',
      'During handling of the above exception, another exception occurred:',
      '',
      'Traceback (most recent call last):',
      '  File "a.py", line 3, in <module>',
      'ValueError: no',
      'INFO next line',
    ].join('\n');
    expect(heads(trace)).toEqual(['', ...Array(10).fill('ERROR:root:failed'), '']);
  });

  it('Go', () => {
    const trace = [
      'panic: runtime error: index out of range [3] with length 3',
      '',
      'goroutine 1 [running]:',
      'main.(*server).run(0xc000010000, {0x1, 0x2})',
      '\t/app/main.go:12 +0x1d',
      'created by main.main',
      '\t/app/main.go:5 +0x2a',
      'exit status 2',
      'listening on :8080',
    ].join('\n');
    expect(folded(trace)).toBe(7);
  });

  it('JavaScript, .NET, Ruby, PHP, Rust', () => {
    expect(folded('Error: no\n    at run (/app/a.js:1:2)\n    at async /app/a.js:3:4\nnext')).toBe(2);
    expect(folded('System.Exception: no\n   at App.Run(String a) in /src/App.cs:line 3\nnext')).toBe(1);
    expect(folded("a.rb:1:in `run': no (RuntimeError)\n\tfrom a.rb:3:in `<main>'\nnext")).toBe(1);
    expect(folded('PHP Fatal error: no\nStack trace:\n#0 /a.php(3): run()\n#1 {main}\nnext')).toBe(2);
    expect(
      folded(
        "thread 'main' panicked at a.rs:1:2:\nno\nstack backtrace:\n   0: core::panic\n             at a.rs:1\nnext",
      ),
    ).toBe(3);
  });

  it('ordinary lines stand for themselves', () => {
    expect(folded('GET /\n  indented\n- item\n\nat the end\n1: one\n#1 first')).toBe(0);
  });

  it('a log that is all frames stays readable, and hostile lines cost nothing', () => {
    expect(heads(`x\n${'\tat a.b(C.java:1)\n'.repeat(2000)}`).filter((head) => head === '').length).toBeGreaterThan(3);
    const fold = new StackFold();
    fold.take(0, 'panic: no');
    const before = performance.now();
    for (let n = 1; n < 50; n++) fold.take(n, '('.repeat(250_000));
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
