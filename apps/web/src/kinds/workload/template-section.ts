import { lazy } from 'react';
import type { Section } from '../define-kind.ts';

/** The section that shows the pod template of a workload: its containers and volumes. */
export const templateSection: Section = {
  id: 'template',
  title: 'section.template',
  content: { component: lazy(() => import('./template-view.tsx')) },
};
