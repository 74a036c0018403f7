import { createTheme, localStorageColorSchemeManager, type MantineColorsTuple } from '@mantine/core';

// the one accent: a marine blue; red, amber and green belong to health
const marine: MantineColorsTuple = [
  '#eaf4fc',
  '#d3e7f7',
  '#a6cff0',
  '#6db3ee',
  '#4a9de0',
  '#2a86d1',
  '#1470ba',
  '#0a5c9e',
  '#084b82',
  '#063a66',
];

// greys of the dark scheme with a little of the accent's blue, to go with ui/tokens.css
const dark: MantineColorsTuple = [
  '#d5dae1',
  '#b8c0ca',
  '#98a2ae',
  '#6b7580',
  '#39414b',
  '#272d35',
  '#1d2228',
  '#14171b',
  '#101316',
  '#0c0e11',
];

export const theme = createTheme({
  primaryColor: 'marine',
  primaryShade: 7,
  colors: { marine, dark },
  black: '#1a1e23',
  defaultRadius: 'sm',
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '16px' }, h3: { fontSize: '14px' } },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Menu: { defaultProps: { shadow: 'md', offset: 4 } },
    Popover: { defaultProps: { shadow: 'md', offset: 4 } },
  },
});

/** public/color-scheme.js reads the same key before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'quarterdeck.color-scheme' });
