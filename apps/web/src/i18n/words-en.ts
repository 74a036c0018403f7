import type { ResourceLanguage } from 'i18next';

/** All words of English, by file: one chunk. Those of pages that few visits open come with the page. */
export const words = import.meta.glob<ResourceLanguage>(['./locales/en/*.json', '!**/pages.json'], {
  eager: true,
  import: 'default',
});
