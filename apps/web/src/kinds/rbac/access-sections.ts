import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import type { Section } from '../define-kind.ts';

/** To whom a role is granted. */
export const grantedSection: Section = {
  id: 'granted',
  title: 'section.granted',
  content: { component: lazyWithWords(['access'], () => import('./granted-section.tsx')) },
};

/** What a binding gives. */
export const givenSection: Section = {
  id: 'given',
  title: 'section.given',
  content: { component: lazyWithWords(['access'], () => import('./binding-section.tsx')) },
};
