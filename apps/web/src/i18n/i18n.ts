import i18next, { type i18n, type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { recall, remember } from '../api/browser-memory.ts';

/** Languages the whole product is written in, with their own names. */
export const LANGUAGES = [
  { id: 'en', name: 'English', short: 'EN' },
  { id: 'zh-CN', name: '中文', short: '中' },
] as const;
export type Language = (typeof LANGUAGES)[number]['id'];

const MEMORY_KEY = 'language';

// a language is read when it is chosen
const WORDS: Record<Language, () => Promise<{ words: Readonly<Record<string, ResourceLanguage>> }>> = {
  en: () => import('./words-en.ts'),
  'zh-CN': () => import('./words-zh-cn.ts'),
};

/** Namespaces that are read with the pages that need them; once one is wanted, each language brings it. */
const PAGE_WORDS = import.meta.glob<ResourceLanguage>('./locales/*/pages.json', { import: 'default' });
let pagesWanted = false;

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

async function addLanguage(to: i18n, language: Language): Promise<void> {
  const { words } = await WORDS[language]();
  for (const [path, content] of Object.entries(words)) {
    const namespace = /([^/]+)\.json$/.exec(path)?.[1] ?? path;
    if (!to.hasResourceBundle(language, namespace)) to.addResourceBundle(language, namespace, content);
  }
  if (pagesWanted) await addPageWords(to, language);
  document.documentElement.lang = language;
}

async function addPageWords(to: i18n, language: Language): Promise<void> {
  const content = await PAGE_WORDS[`./locales/${language}/pages.json`]?.();
  if (content !== undefined && !to.hasResourceBundle(language, 'pages'))
    to.addResourceBundle(language, 'pages', content);
}

/** Reads the words of namespace "pages"; a page of its own waits for them before it is shown. */
export async function loadPageWords(): Promise<void> {
  pagesWanted = true;
  const { language } = i18next;
  if (isLanguage(language)) await addPageWords(i18next, language);
}

/** Prepares i18next with the words of one language; the app is rendered after it. */
export async function startI18n(
  language: Language = detectLanguage(recall(MEMORY_KEY), navigator.languages),
): Promise<void> {
  if (!i18next.isInitialized)
    await i18next.use(initReactI18next).init({
      lng: language,
      // both languages are complete (locales.test.ts): there is nothing to fall back to
      fallbackLng: false,
      resources: {},
      partialBundledLanguages: true,
      defaultNS: 'app',
      interpolation: { escapeValue: false }, // React escapes
      react: { useSuspense: false },
    });
  await addLanguage(i18next, language);
  await i18next.changeLanguage(language);
}

/** Switches the language and remembers it. */
export async function changeLanguage(language: Language): Promise<void> {
  await startI18n(language);
  remember(MEMORY_KEY, language);
}
