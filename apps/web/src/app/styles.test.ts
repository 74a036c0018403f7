import { expect, it } from 'vitest';

const sources = import.meta.glob<string>('../**/*.tsx', { eager: true, query: '?raw', import: 'default' });
const styles = Object.values(
  import.meta.glob<string>('../**/*.{ts,tsx}', { eager: true, query: '?raw', import: 'default' }),
).join('\n');
const available = Object.keys(
  import.meta.glob('/../../node_modules/@mantine/core/styles/*.css', { query: '?url', import: 'default' }),
).map((path) => /([^/]+)\.css$/.exec(path)?.[1] ?? '');

/** Components that have no file of their own and use that of another. */
const STYLED_BY: Record<string, string> = {
  TextInput: 'Input',
  NativeSelect: 'Input',
  Textarea: 'Input',
  Select: 'Combobox',
};

it('has the styles of every component that is used', () => {
  const used = new Set<string>();
  for (const [path, source] of Object.entries(sources)) {
    if (path.includes('.test.')) continue;
    for (const [, names = ''] of source.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g))
      for (const name of names.split(',')) used.add(name.replace(/^\s*type\s+/, '').trim());
  }
  const needed = [...used]
    .map((name) => STYLED_BY[name] ?? name)
    .filter((name) => available.length === 0 || available.includes(name));
  expect(used.size).toBeGreaterThan(0);
  expect(
    needed.filter(
      (name) =>
        !styles.includes(`@mantine/core/styles/${name}.css';`) && /^[A-Z]/.test(name) && name !== 'MantineProvider',
    ),
  ).toEqual([]);
});
