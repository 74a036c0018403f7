import type { Words } from '../ui/use-words.ts';
import type { ActionTarget } from './define-action.ts';

/** What many targets are called together: their plural as kubectl writes it, or "objects" where they are of several kinds. */
export function whatOfMany(targets: readonly ActionTarget[], t: Words): string {
  const [first] = targets;
  return first === undefined || isMixed(targets) ? t('dialog.objects') : first.ref.resource.resource;
}

/** They are of several kinds: a name alone does not say which is meant. */
export function isMixed(targets: readonly ActionTarget[]): boolean {
  const [first] = targets;
  return targets.some(
    ({ ref: { resource } }) =>
      resource.resource !== first?.ref.resource.resource || resource.group !== first.ref.resource.group,
  );
}
