import { expect, test } from 'vitest';
import englishDeletion from '../i18n/locales/en/deletion.json';
import englishLists from '../i18n/locales/en/kind-lists.json';
import english from '../i18n/locales/en/kinds.json';
import englishScale from '../i18n/locales/en/scale.json';
import chineseDeletion from '../i18n/locales/zh-CN/deletion.json';
import chineseLists from '../i18n/locales/zh-CN/kind-lists.json';
import chinese from '../i18n/locales/zh-CN/kinds.json';
import chineseScale from '../i18n/locales/zh-CN/scale.json';
import { kinds } from './registry.ts';

const sources = import.meta.glob<string>(['./**/*.ts', './**/*.tsx', '!./**/*.test.*'], {
  eager: true,
  query: '?raw',
  import: 'default',
});
const text = Object.values(sources).join('\n');

/** Keys that stand literally in the kind files: a missing one would show as its own name on the page. */
const used = new Set([
  ...[
    ...text.matchAll(
      /'(?:kind-lists:)?((?:fact|col|section|tab|container|pod|workload|service|node|data|hpa|pdb|list)\.[\w.]+)'/g,
    ),
  ]
    .map(([, key]) => key ?? '')
    // API groups: "node.k8s.io"
    .filter((key) => !key.endsWith('.k8s.io')),
  ...[...text.matchAll(/tableSection\(\{\s*id: '(\w+)'/g)].map(([, id]) => `section.${id}`),
]);

function has(words: unknown, key: string): boolean {
  let value = words;
  const names = key.split('.');
  for (const [index, name] of names.entries()) {
    if (typeof value !== 'object' || value === null) return false;
    const entries: Readonly<Record<string, unknown>> = { ...value };
    // Plurals are kept as key_one, key_other.
    value = entries[name] ?? (index === names.length - 1 ? entries[`${name}_other`] : undefined);
  }
  return typeof value === 'string';
}

test.each([
  ['en', [english, englishLists, englishDeletion, englishScale]],
  ['zh-CN', [chinese, chineseLists, chineseDeletion, chineseScale]],
])('every text that kinds use is there in %s', (_, words) => {
  expect(used.size).toBeGreaterThan(100);
  expect([...used].filter((key) => !words.some((each) => has(each, key)))).toEqual([]);
});

test.each([
  ['en', englishLists],
  ['zh-CN', chineseLists],
])('the words of lists are those that the first page has, in %s', (_, words) => {
  const titles = [...kinds.values()].flatMap(({ columns = [] }) => columns.flatMap(({ title }) => title ?? []));
  expect(titles.length).toBeGreaterThan(10);
  expect(titles.filter((key) => !has(words, key))).toEqual([]);
});
