import i18next, { type BackendModule, type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { recall, remember } from '../api/browser-memory.ts';

/** Languages the whole product is written in, with their own names. */
export const LANGUAGES = [
  { id: 'en', name: 'English', short: 'EN' },
  { id: 'zh-CN', name: '中文', short: '中' },
] as const;
export type Language = (typeof LANGUAGES)[number]['id'];

const MEMORY_KEY = 'language';

type Namespaces = Readonly<Record<string, ResourceLanguage>>;

// a language is read when it is chosen: what the first page says in one chunk …
const FIRST: Record<Language, () => Promise<{ readonly words: Namespaces }>> = {
  en: () => import('./words-en.ts'),
  'zh-CN': () => import('./words-zh-cn.ts'),
};
/** … and each other namespace by itself. A file in locales/ is found here by its name; those of words-*.ts are in their chunk. */
const LATER = import.meta.glob<ResourceLanguage>(
  ['./locales/*/*.json', '!./locales/*/{app,bulk,kind-lists,list,live}.json'],
  { import: 'default' },
);

function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some(({ id }) => id === value);
}

/** The language to start with: what the person chose before, else the first of the browser's that we have, else English. */
export function detectLanguage(saved: string | null, preferred: readonly string[]): Language {
  if (isLanguage(saved)) return saved;
  for (const tag of preferred) {
    const base = tag.toLowerCase().split('-')[0];
    const found = LANGUAGES.find(({ id }) => id.toLowerCase().split('-')[0] === base);
    if (found) return found.id;
  }
  return 'en';
}

async function readWords(language: string, namespace: string): Promise<ResourceLanguage> {
  const first = isLanguage(language) ? (await FIRST[language]()).words[namespace] : undefined;
  const words = first ?? (await LATER[`./locales/${language}/${namespace}.json`]?.());
  if (words === undefined) throw new Error(`There are no words "${namespace}" in ${language}`);
  return words;
}

/**
 * Where i18next reads words. What speaks words that are not there yet is suspended until they are; a change of the language
 * waits for all that have been spoken so far.
 */
const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) =>
    void readWords(language, namespace).then(
      (words) => done(null, words),
      (error: unknown) => done(error instanceof Error ? error : String(error), false),
    ),
};

/** Reads namespaces ahead of what speaks them: see lazy-with-words.ts. Fails when one cannot be fetched. */
export async function loadWords(namespaces: readonly string[]): Promise<void> {
  const { language } = i18next;
  if (!isLanguage(language)) return;
  await Promise.all(namespaces.map((namespace) => readWords(language, namespace)));
  await i18next.loadNamespaces(namespaces);
}

/** Prepares i18next with the first page's words of one language; the app is rendered after it. */
export async function startI18n(
  language: Language = detectLanguage(recall(MEMORY_KEY), navigator.languages),
): Promise<void> {
  const { words } = await FIRST[language]();
  if (!i18next.isInitialized)
    await i18next
      .use(backend)
      .use(initReactI18next)
      .init({
        lng: language,
        load: 'currentOnly',
        ns: Object.keys(words),
        // both languages are complete (locales.test.ts): there is nothing to fall back to
        fallbackLng: false,
        defaultNS: 'app',
        interpolation: { escapeValue: false }, // React escapes
      });
  // all or none: a language of which a part cannot be fetched is not switched to
  await Promise.all([i18next.options.ns ?? []].flat().map((namespace) => readWords(language, namespace)));
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Switches the language and remembers it. */
export async function changeLanguage(language: Language): Promise<void> {
  await startI18n(language);
  remember(MEMORY_KEY, language);
}
