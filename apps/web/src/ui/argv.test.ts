import { expect, it } from 'vitest';
import { readArgv, readCommand, shellSigns } from './argv.ts';

it.each([
  ['', []],
  ['  env ', ['env']],
  ['curl http://localhost:8080', ['curl', 'http://localhost:8080']],
  [
    `sh -c 'echo "$(hostname)" > /usr/share/nginx/html/index.html'`,
    ['sh', '-c', 'echo "$(hostname)" > /usr/share/nginx/html/index.html'],
  ],
  ['echo $HOME * | cat', ['echo', '$HOME', '*', '|', 'cat']],
  [`a"b c"'d e'f`, ['ab cd ef']],
  [`printf '' ""`, ['printf', '', '']],
  [String.raw`echo a\ b "c\"d\\e\n" 'f\g'`, ['echo', 'a b', String.raw`c"d\e\n`, String.raw`f\g`]],
  ['echo 你好 “quoted”', ['echo', '你好', '“quoted”']],
  ['a\nb\tc', ['a', 'b', 'c']],
])('parts %j as argv (TUT-30)', (text, argv) => {
  expect(readArgv(text)).toEqual({ argv });
});

it('says what is not closed yet', () => {
  expect(readArgv(`echo "a b`)).toEqual({ argv: ['echo', 'a b'], fault: 'quote' });
  expect(readArgv(`echo '`)).toMatchObject({ fault: 'quote' });
  expect(readArgv('echo \\')).toMatchObject({ fault: 'backslash' });
});

it('goes through sh -c as it was typed', () => {
  expect(readCommand({ text: `echo "$HOME" | wc -c`, throughShell: true }).argv).toEqual([
    'sh',
    '-c',
    `echo "$HOME" | wc -c`,
  ]);
  expect(readCommand({ text: '  ', throughShell: true }).argv).toEqual([]);
  expect(readCommand({ text: 'a b', throughShell: false }).argv).toEqual(['a', 'b']);
});

it.each([
  ['ls -l /tmp', ''],
  ['ls | wc -l > /x', '| >'],
  [`grep 'a|b' "c;d" \\*`, ''],
  ['echo "$HOME"', '$'],
  ['a && b || c', '&& ||'],
])('in %j a shell would read %j', (text, signs) => {
  expect(shellSigns(text)).toBe(signs);
});
