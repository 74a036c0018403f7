import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import type { Tab } from '../define-kind.ts';

/** Where the pods of an object may run, which nodes could take one now, and how those that run are spread (CTL-53). */
export const schedulingTab: Tab = {
  id: 'scheduling',
  title: 'tab.scheduling',
  component: lazyWithWords(['nodes', 'sections', 'problems'], () => import('./scheduling-view.tsx')),
};
