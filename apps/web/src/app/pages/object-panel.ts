import { lazyWithWords } from '../../i18n/lazy-with-words.ts';

/** What an object's page and the panel beside a list speak. */
export const OBJECT_WORDS = ['detail', 'object', 'kinds', 'actions', 'problems'] as const;

/** An object beside a list. */
export const ObjectPanel = lazyWithWords(OBJECT_WORDS, async () => {
  const [panel] = await Promise.all([
    import('../../features/resource-detail/object-panel.tsx'),
    import('../../ui/more-styles.ts'),
  ]);
  return panel;
});
