import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import type { Section } from '../define-kind.ts';

/** The section that shows the pod template of a workload: its containers and volumes. */
export const templateSection: Section = {
  id: 'template',
  title: 'section.template',
  content: { component: lazyWithWords(['sections'], () => import('./template-view.tsx')) },
};
