import { listAt, textAt } from '../../api/read-field.ts';
import { safeText } from '../../ui/safe-text.ts';
import type { WholeRevision } from './use-whole-revisions.ts';

/** "2 · web:v1 · the change-cause" */
export function revisionLabel({ number, template, cause = '' }: WholeRevision): string {
  const images = imagesOf(template);
  return safeText([`${number}`, images.join(', '), cause].filter(Boolean).join(' · '));
}

/** The images of a template's containers, init containers last. */
export function imagesOf(template: WholeRevision['template']): readonly string[] {
  return ['containers', 'initContainers'].flatMap((list) =>
    listAt(template, `spec.${list}`).map((container) => textAt(container, 'image')),
  );
}
