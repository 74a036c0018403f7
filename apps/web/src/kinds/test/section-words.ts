import i18next from 'i18next';
import english from '../../i18n/locales/en/sections.json';
import type { Words } from '../../ui/use-words.ts';

const i18n = i18next.createInstance();
await i18n.init({
  lng: 'en',
  resources: { en: { sections: english } },
  ns: ['sections'],
  defaultNS: 'sections',
  interpolation: { escapeValue: false },
});

/** The English words of kind sections, for tests of what speaks them. */
export const sectionWords: Words = (key, values) => i18n.t(key, values ?? {});
