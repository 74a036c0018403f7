import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import type { Tab } from './define-kind.ts';

/** What a Pod or a Service listens on, to be opened in the browser. */
export const portsTab: Tab = {
  id: 'ports',
  title: 'tab.ports',
  component: lazyWithWords(['ports', 'problems'], () => import('../features/ports/ports-tab.tsx')),
};
