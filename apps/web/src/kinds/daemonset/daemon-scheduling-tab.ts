import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import type { Tab } from '../define-kind.ts';

/** On which nodes its pods belong, and where they have room. */
export const daemonSchedulingTab: Tab = {
  id: 'scheduling',
  title: 'tab.scheduling',
  component: lazyWithWords(['nodes', 'sections', 'problems'], () => import('./daemon-scheduling.tsx')),
};
