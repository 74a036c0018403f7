import type { ResourceLanguage } from 'i18next';

/** All words of English, by file: one chunk. */
export const words = import.meta.glob<ResourceLanguage>('./locales/en/*.json', { eager: true, import: 'default' });
