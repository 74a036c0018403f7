import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import type { Tab } from './define-kind.ts';

/** The logs of the pods that an object picks, or that belong to what it makes: its kind's `relations` say which. */
export const logsTab: Tab = {
  id: 'logs',
  title: 'tab.logs',
  component: lazyWithWords(['logs', 'problems'], () => import('../features/logs/selector-log-tab.tsx')),
};
