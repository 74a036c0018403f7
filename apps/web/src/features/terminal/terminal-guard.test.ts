// @vitest-environment jsdom
import { Terminal } from '@xterm/xterm';
import { expect, it, vi } from 'vitest';
import { guardTerminal } from './terminal-guard.ts';

function start() {
  const terminal = new Terminal({ cols: 40, rows: 5, allowProposedApi: true });
  const replaying = { is: false };
  guardTerminal(terminal, () => replaying.is);
  const typed: string[] = [];
  terminal.onData((text) => typed.push(text));
  const titles: string[] = [];
  terminal.onTitleChange((title) => titles.push(title));
  const write = (data: string | Uint8Array) => new Promise<void>((resolve) => terminal.write(data, resolve));
  const line = (row: number) => terminal.buffer.active.getLine(row)?.translateToString(true);
  return { terminal, replaying, typed, titles, write, line };
}

it.each([
  ['OSC 52, the clipboard', '\x1b]52;c;cHduZWQ=\x07'],
  ['OSC 0, the title', '\x1b]0;pwned\x07'],
  ['OSC 2, the title', '\x1b]2;pwned\x1b\\'],
  ['OSC 8, a link of another target', '\x1b]8;;javascript:alert(1)\x07text\x1b]8;;\x07'],
  ['OSC 9, a notification', '\x1b]9;pwned\x07'],
  ['an unknown DCS', '\x1bP1;2|0123\x1b\\'],
  ['a window operation', '\x1b[21t\x1b[8;100;300t\x1b[5t'],
])('%s does nothing', async (_name, trick) => {
  const { terminal, typed, titles, write, line } = start();
  const clipboard = vi.fn();
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText: clipboard } });
  await write(`${trick}after`);
  expect(line(0)).toMatch(/after$/);
  expect([typed, titles]).toEqual([[], []]);
  expect([terminal.cols, terminal.rows]).toEqual([40, 5]);
  expect(clipboard).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
});

it('answers a question of now, and none that was asked before a reload', async () => {
  const { replaying, typed, write } = start();
  await write('\x1b[c');
  expect(typed).toEqual(['\x1b[?1;2c']);
  typed.length = 0;
  replaying.is = true;
  await write('\x1b[c\x1b[>c\x1b[6n\x1b[?6n\x1b[?1$p\x1bP$qm\x1b\\\x1b]11;?\x07');
  expect(typed).toEqual([]);
});

it.each(['@', 'L', 'M', 'P', 'S', 'T', 'X', 'Z', 'I', 'b'])(
  'CSI 2147483647 %s does not stop the page',
  async (final) => {
    const { write, line } = start();
    await write(`x\x1b[2147483647${final}\x1b[H\x1b[2Jalive`);
    expect(line(0)).toBe('alive');
  },
);

it('cursor games, invalid UTF-8 and 10 MB without a line break end well', async () => {
  const { write, line } = start();
  await write('\x1b[9999;9999H\x1b[-5;-5H\x1b[999A\x1b[999D\x1b[?25l\x1b[5;1r\x1b7\x1b8\x1b[?1049h\x1b[?1049l');
  await write(Uint8Array.from([0xff, 0xfe, 0xc3, 0x28, 0xe4, 0xb8, 0x80 | 0x40, 0xf0, 0x9f]));
  await write(new Uint8Array(10 * 1024 * 1024).fill(0x78));
  await write('\x1bc\x1b[H\x1b[2Jalive');
  expect(line(0)).toBe('alive');
});

it('what is allowed is drawn: true colour, of 256, and the other screen', async () => {
  const { terminal, write, line } = start();
  await write('\x1b[38;2;1;2;3mA\x1b[48;5;200mB\x1b[0mC');
  const cells = [0, 1, 2].map((column) => terminal.buffer.active.getLine(0)?.getCell(column));
  expect([cells[0]?.isFgRGB(), cells[0]?.getFgColor()]).toEqual([true, 0x010203]);
  expect([cells[1]?.isBgPalette(), cells[1]?.getBgColor()]).toEqual([true, 200]);
  expect(cells[2]?.isAttributeDefault()).toBe(true);
  await write('\x1b[?1049h\x1b[Hother');
  expect([terminal.buffer.active.type, line(0)]).toEqual(['alternate', 'other']);
  await write('\x1b[?1049l');
  expect([terminal.buffer.active.type, line(0)]).toEqual(['normal', 'ABC']);
});
