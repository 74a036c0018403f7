import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import type { Section } from '../define-kind.ts';

/** The section that shows the ordinals of a StatefulSet, live, and its revisions. */
export const statefulSetSection: Section = {
  id: 'rollout',
  title: 'section.rollout',
  content: {
    component: lazyWithWords(['sets', 'rollout', 'writes', 'problems'], () => import('./statefulset-view.tsx')),
  },
};
