import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { readWithWholeKinds } from './with-whole-kinds.ts';

/** What an object's page and the panel beside a list speak. */
export const OBJECT_WORDS = ['detail', 'object', 'kinds', 'actions', 'problems'] as const;

/** An object beside a list. */
export const ObjectPanel = lazyWithWords(OBJECT_WORDS, () =>
  readWithWholeKinds(() => import('../../features/resource-detail/object-panel.tsx')),
);
