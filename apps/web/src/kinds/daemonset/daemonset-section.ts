import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import type { Section } from '../define-kind.ts';

/** The section that shows the nodes of a DaemonSet with its pods, live, and its revisions. */
export const daemonSetSection: Section = {
  id: 'rollout',
  title: 'section.rollout',
  content: {
    component: lazyWithWords(['sets', 'nodes', 'rollout', 'writes', 'problems'], () => import('./daemonset-view.tsx')),
  },
};
