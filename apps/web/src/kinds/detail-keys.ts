import type { KindDefinition } from './define-kind.ts';

/**
 * What a kind file says that only an object's page reads. The build leaves it out of the first page (kind-lists.ts), where it is
 * undefined; KindsContext has it in what shows objects.
 */
export const DETAIL_KEYS = [
  'statusSentence',
  'headline',
  'facts',
  'sections',
  'tabs',
  'relations',
  'conditions',
  'readAtStart',
  'immutable',
] as const satisfies readonly (keyof KindDefinition)[];
