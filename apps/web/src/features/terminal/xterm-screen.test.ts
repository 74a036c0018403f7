// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Paste } from './paste-text.ts';
import { XtermScreen } from './xterm-screen.ts';

/** a cell's size: jsdom lays nothing out */
const [WIDTH, HEIGHT] = [8, 16];

let screen: XtermScreen;
let element: HTMLElement;
let input: string[];
let pasting: Paste[];

beforeEach(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addListener() {}, removeListener() {} }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  // xterm measures 32 of a letter
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(32 * WIDTH);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(HEIGHT);
  input = [];
  pasting = [];
  element = document.body.appendChild(document.createElement('div'));
  screen = new XtermScreen(
    element,
    { scheme: 'dark', fontSize: 13, screenReader: false },
    'other',
    'Terminal',
    () => 'gap',
    {
      input: (data) => input.push(String.fromCharCode(...data)),
      resized: () => {},
      pasting: (paste) => pasting.push(paste),
      leave: () => {},
      search: () => {},
      found: () => {},
      focused: () => {},
    },
  );
  await screen.ready;
  screen.begin(false);
});
afterEach(() => {
  screen.dispose();
  element.remove();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const print = (text: string) => new Promise<void>((resolve) => screen.write(new TextEncoder().encode(text), resolve));

describe('a paste', () => {
  const paste = (text: string) => {
    const event = new Event('paste', { bubbles: true, cancelable: true });
    Object.assign(event, { clipboardData: { getData: () => text } });
    element.querySelector('textarea')?.dispatchEvent(event);
    return event;
  };

  it('of one line goes to the shell, in brackets where that has asked for them', async () => {
    expect(paste('ls -l').defaultPrevented).toBe(true);
    expect(input).toEqual(['ls -l']);
    await print('\x1b[?2004h');
    paste('ls\x1b[201~;id');
    expect(input[1]).toBe('\x1b[200~ls[201~;id\x1b[201~');
    expect(pasting).toEqual([]);
  });

  it('of more goes nowhere until the person has said so', async () => {
    await print('\x1b[?2004h');
    paste('one\ntwo\n');
    expect(input).toEqual([]);
    expect(pasting).toEqual([{ text: 'one\ntwo\n', lines: 2, runs: true }]);
    screen.paste('one\ntwo\n');
    expect(input).toEqual(['\x1b[200~one\rtwo\r\x1b[201~']);
  });
});

describe('a program that asks for the mouse', () => {
  const click = (column: number, row: number) => {
    const at = { bubbles: true, button: 0, clientX: (column - 0.5) * WIDTH, clientY: (row - 0.5) * HEIGHT };
    for (const [type, buttons] of [
      ['mousedown', 1],
      ['mouseup', 0],
    ] as const)
      element.querySelector('.xterm-screen')?.dispatchEvent(new MouseEvent(type, { ...at, buttons }));
  };

  it('gets none before it has', () => {
    click(3, 2);
    expect(input).toEqual([]);
  });

  it('gets clicks in the way of today', async () => {
    await print('\x1b[?1000h\x1b[?1006h');
    click(3, 2);
    expect(input).toEqual(['\x1b[<0;3;2M', '\x1b[<0;3;2m']);
  });

  it('gets clicks in the old way, as bytes', async () => {
    await print('\x1b[?1000h');
    click(3, 2);
    expect(input).toEqual(['\x1b[M #"', '\x1b[M##"']);
  });
});
