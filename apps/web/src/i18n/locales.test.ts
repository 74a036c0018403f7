import { PROBLEMS } from '@quarterdeck/shared/problem';
import { describe, expect, it } from 'vitest';
import { detectLanguage, LANGUAGES } from './i18n.ts';

const files = import.meta.glob<unknown>('./locales/*/*.json', { eager: true, import: 'default' });

/** "namespace:a.b" → text. */
function flat(value: unknown, prefix: string, into: Map<string, string>): Map<string, string> {
  if (typeof value === 'string') into.set(prefix, value);
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value))
      flat(inner, prefix.endsWith(':') ? prefix + key : `${prefix}.${key}`, into);
  else throw new Error(`${prefix} is neither text nor an object`);
  return into;
}

const words = new Map(
  LANGUAGES.map(({ id }) => {
    const all = new Map<string, string>();
    for (const [path, content] of Object.entries(files)) {
      const [, language, namespace] = /^\.\/locales\/([^/]+)\/(.+)\.json$/.exec(path) ?? [];
      if (language === id) flat(content, `${namespace}:`, all);
    }
    return [id, all] as const;
  }),
);
const en = words.get('en') ?? new Map<string, string>();
const zh = words.get('zh-CN') ?? new Map<string, string>();

/** Languages differ in their plural forms: Chinese has one. */
function withoutPlural(keys: Iterable<string>): string[] {
  return [...new Set([...keys].map((key) => key.replace(/_(?:zero|one|two|few|many|other)$/, '')))].sort();
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([^},\s]+)/g)].map(([, name = '']) => name).sort();
}

describe('the words of both languages', () => {
  it('have the same keys', () => {
    expect(en.size).toBeGreaterThan(0);
    expect(withoutPlural(zh.keys())).toEqual(withoutPlural(en.keys()));
  });

  it('are never empty', () => {
    for (const all of words.values())
      expect([...all].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
  });

  it('are translated: a Chinese text of several words has Chinese in it', () => {
    const forgotten = [...zh]
      .filter(
        ([, text]) =>
          text
            .replace(/\{\{[^}]*\}\}/g, '')
            .trim()
            .split(/\s+/).length > 2,
      )
      .filter(([, text]) => !/\p{Script=Han}/u.test(text))
      .filter(([key]) => !/kubectl|command/i.test(key));
    expect(forgotten).toEqual([]);
  });

  it('fill in the same values', () => {
    const differing = [...zh].filter(([key, text]) => {
      const english = en.get(key);
      return english !== undefined && String(placeholders(text)) !== String(placeholders(english));
    });
    expect(differing).toEqual([]);
  });

  it('have both English plural forms wherever one is there', () => {
    const ones = [...en.keys()].filter((key) => key.endsWith('_one')).map((key) => key.slice(0, -4));
    expect(ones.filter((key) => !en.has(`${key}_other`) || !zh.has(`${key}_other`))).toEqual([]);
  });

  it.each(Object.keys(PROBLEMS))('say of %s what happened, why and what to do', (code) => {
    for (const all of words.values())
      for (const part of ['title', 'why', 'advice']) expect(all.get(`problems:${code}.${part}`)).toBeTruthy();
  });
});

describe('detectLanguage', () => {
  it.each([
    ['zh-CN', ['en-GB'], 'zh-CN'],
    [null, ['zh-Hans-CN', 'en'], 'zh-CN'],
    [null, ['zh'], 'zh-CN'],
    [null, ['fr', 'zh-TW', 'en'], 'zh-CN'],
    [null, ['en-US', 'zh'], 'en'],
    [null, ['fr'], 'en'],
    ['tlh', [], 'en'],
  ])('saved %j, browser %j → %s', (saved, preferred, language) => {
    expect(detectLanguage(saved, preferred)).toBe(language);
  });
});
