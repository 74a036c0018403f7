import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import type { Section } from '../define-kind.ts';

/** The section that shows how a Deployment rolls out, live, and its revisions. */
export const rolloutSection: Section = {
  id: 'rollout',
  title: 'section.rollout',
  content: { component: lazyWithWords(['rollout', 'problems'], () => import('./rollout-view.tsx')) },
};
