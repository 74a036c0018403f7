import type { ITheme } from '@xterm/xterm';

/** Colours of the terminal for both schemes; the ground is the app's own. */
export const TERMINAL_THEMES: Readonly<Record<'light' | 'dark', ITheme>> = {
  light: {
    background: '#f5f6f8',
    foreground: '#1f2328',
    cursor: '#0a5c9e',
    cursorAccent: '#ffffff',
    selectionBackground: '#b6d4f0',
    black: '#24292f',
    red: '#b3261e',
    green: '#1b6e33',
    yellow: '#875200',
    blue: '#0a56a8',
    magenta: '#8a2a9b',
    cyan: '#0b6a73',
    white: '#57606a',
    brightBlack: '#6a737d',
    brightRed: '#c4231c',
    brightGreen: '#177a38',
    brightYellow: '#965a00',
    brightBlue: '#1565c0',
    brightMagenta: '#9c31ae',
    brightCyan: '#0b757f',
    brightWhite: '#1f2328',
  },
  dark: {
    background: '#101317',
    foreground: '#e2e6ea',
    cursor: '#6db3ee',
    cursorAccent: '#101317',
    selectionBackground: '#2b4f70',
    black: '#30363d',
    red: '#ff7b72',
    green: '#56c271',
    yellow: '#dba642',
    blue: '#79b8ff',
    magenta: '#d6a0f5',
    cyan: '#5cc8d3',
    white: '#c9d1d9',
    brightBlack: '#98a2ae',
    brightRed: '#ff9b93',
    brightGreen: '#7ee195',
    brightYellow: '#f2cc60',
    brightBlue: '#a5d0ff',
    brightMagenta: '#e5bcff',
    brightCyan: '#8ae3ec',
    brightWhite: '#ffffff',
  },
};

/** Matches of a search. */
export const SEARCH_COLOURS = {
  light: {
    matchBackground: '#ffe08a',
    matchOverviewRuler: '#c98b00',
    activeMatchBackground: '#ffb454',
    activeMatchBorder: '#8a4b00',
    activeMatchColorOverviewRuler: '#8a4b00',
  },
  dark: {
    matchBackground: '#5c4a12',
    matchOverviewRuler: '#c98b00',
    activeMatchBackground: '#8f6a00',
    activeMatchBorder: '#ffd479',
    activeMatchColorOverviewRuler: '#ffd479',
  },
} as const;
