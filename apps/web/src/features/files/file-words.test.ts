import { expect, it } from 'vitest';
import { modeWords, showBytes, sizeWords } from './file-words.ts';
import { joinPath, nameOf, parentOf, resolvePath, trailOf } from './paths.ts';

it.each([
  [0, '0 B'],
  [1023, '1,023 B'],
  [1024, '1 KiB'],
  [1536, '1.5 KiB'],
  [104_857_600, '100 MiB'],
])('%d bytes are %s', (bytes, words) => {
  expect(sizeWords(bytes, 'en')).toBe(words);
});

it.each([
  [0o644, 'rw-r--r--'],
  [0o4755, 'rwsr-xr-x'],
  [0o1777, 'rwxrwxrwt'],
  [0o2640, 'rw-r-S---'],
])('mode %d is %s', (mode, words) => {
  expect(modeWords(mode)).toBe(words);
});

it('shows text as text, and what is none as a dump', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  expect(showBytes(bytes('<b>é</b>\n'), false)).toEqual({ as: 'text', text: '<b>é</b>\n' });
  // the limit cut through a character
  expect(showBytes(bytes('aé').subarray(0, 2), true)).toEqual({ as: 'text', text: 'a' });
  expect(showBytes(Uint8Array.of(0x7f, 0x45, 0, 1), false)).toEqual({
    as: 'dump',
    text: `00000000  ${'7f 45 00 01'.padEnd(47)}  .E..`,
  });
  expect(showBytes(Uint8Array.of(0xff, 0xfe), false).as).toBe('dump');
});

it('paths', () => {
  expect([joinPath('/', 'a'), joinPath('/a', 'b')]).toEqual(['/a', '/a/b']);
  expect([parentOf('/a/b'), parentOf('/a'), parentOf('/')]).toEqual(['/a', '/', '/']);
  expect([nameOf('/a/b c'), nameOf('/')]).toEqual(['b c', '']);
  expect(resolvePath('/a/b', '../c/./d//')).toBe('/a/c/d');
  expect(resolvePath('/a', '/etc')).toBe('/etc');
  expect(resolvePath('/a', '../../..')).toBe('/');
  expect(trailOf('/a/b').map(({ path }) => path)).toEqual(['/', '/a', '/a/b']);
});
