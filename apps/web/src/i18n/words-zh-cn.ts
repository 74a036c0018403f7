import type { ResourceLanguage } from 'i18next';

/** All words of Simplified Chinese, by file: one chunk. */
export const words = import.meta.glob<ResourceLanguage>('./locales/zh-CN/*.json', { eager: true, import: 'default' });
