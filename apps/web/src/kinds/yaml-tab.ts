import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import type { Tab } from './define-kind.ts';

/** The YAML of an object of any kind. It stands here since features reach each other through lazy() of kinds only. */
export const yamlTab: Tab = {
  id: 'yaml',
  title: 'tab.yaml',
  component: lazyWithWords(['yaml', 'editor'], () => import('../features/yaml/yaml-tab.tsx')),
};
