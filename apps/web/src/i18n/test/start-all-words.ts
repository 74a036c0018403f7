import i18next from 'i18next';
import { type Language, startI18n } from '../i18n.ts';

const files = Object.keys(import.meta.glob('../locales/en/*.json'));

/** Starts a test's language with every namespace at once: parts that are rendered without what loads them find their words. */
export async function startAllWords(language: Language = 'en'): Promise<void> {
  await startI18n(language);
  await i18next.loadNamespaces(files.map((path) => /([^/]+)\.json$/.exec(path)?.[1] ?? path));
}
