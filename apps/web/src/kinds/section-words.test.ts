import { expect, test } from 'vitest';
import english from '../i18n/locales/en/sections.json';
import chinese from '../i18n/locales/zh-CN/sections.json';

const sources = import.meta.glob<string>(['./**/*.ts', './**/*.tsx', '!./**/*.test.*'], {
  eager: true,
  query: '?raw',
  import: 'default',
});
const roots = Object.keys(english).join('|');
/** Keys that stand literally in the sources: a missing one would show as its own name on the page. */
const used = new Set(
  [
    ...Object.values(sources)
      .join('\n')
      .matchAll(new RegExp(`(?:words|t)\\('((?:${roots})\\.[\\w.]+)'`, 'g')),
  ].map(([, key = '']) => key),
);

function has(words: unknown, key: string): boolean {
  const names = key.split('.');
  let value = words;
  for (const [index, name] of names.entries()) {
    if (typeof value !== 'object' || value === null) return false;
    const entries: Readonly<Record<string, unknown>> = { ...value };
    value = entries[name] ?? (index === names.length - 1 ? entries[`${name}_other`] : undefined);
  }
  return typeof value === 'string';
}

test.each([
  ['en', english],
  ['zh-CN', chinese],
])('every text that sections speak is there in %s', (_, words) => {
  const others = ['env.manifest', 'namespace.blocker.other', 'nodePage.info.bootID', 'start.steps.ready'];
  expect(used.size).toBeGreaterThan(60);
  // some roots are names in "kinds" too ("namespace.…" of the dialogs that delete)
  expect([...used, ...others].filter((key) => !has(words, key))).toEqual([]);
});
