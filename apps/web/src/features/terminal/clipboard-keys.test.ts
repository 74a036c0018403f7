import { expect, it } from 'vitest';
import { clipboardKey, type Platform, platformOf } from './clipboard-keys.ts';

const press = (keys: string) => ({
  key: keys.split('-').at(-1) ?? '',
  ctrlKey: keys.includes('Ctrl-'),
  shiftKey: keys.includes('Shift-'),
  altKey: keys.includes('Alt-'),
  metaKey: keys.includes('Cmd-'),
});

it.each<[Platform, string, boolean, string | undefined]>([
  ['other', 'Ctrl-c', false, undefined],
  ['other', 'Ctrl-c', true, 'copy'],
  ['other', 'Ctrl-Shift-C', false, 'copy'],
  ['other', 'Ctrl-v', false, undefined],
  ['other', 'Ctrl-Shift-V', false, 'paste'],
  ['other', 'Shift-Insert', false, 'paste'],
  ['other', 'Ctrl-Insert', true, 'copy'],
  ['windows', 'Ctrl-v', false, 'paste'],
  ['windows', 'Ctrl-c', false, undefined],
  ['mac', 'Cmd-c', true, 'copy'],
  ['mac', 'Cmd-c', false, undefined],
  ['mac', 'Cmd-v', false, 'paste'],
  ['mac', 'Ctrl-c', true, undefined],
  ['mac', 'Ctrl-v', false, undefined],
  ['other', 'Ctrl-Alt-v', false, undefined],
])('on %s %s (selection: %s) is %s', (platform, keys, selected, does) => {
  expect(clipboardKey(press(keys), platform, selected)).toBe(does);
});

it.each([
  ['MacIntel', 'mac'],
  ['Win32', 'windows'],
  ['Linux x86_64', 'other'],
])('%s is %s', (name, platform) => {
  expect(platformOf(name)).toBe(platform);
});
