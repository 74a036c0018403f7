import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import type { Section } from '../define-kind.ts';

/** What is done to a ReplicaSet or ReplicationController that another object controls is done to that one. */
export const ownerSection: Section = {
  id: 'owner',
  title: 'section.owner',
  content: { component: lazyWithWords(['rollout'], () => import('./owner-view.tsx')) },
  applies: ({ metadata: { ownerReferences = [] } }) => ownerReferences.some(({ controller }) => controller === true),
};
