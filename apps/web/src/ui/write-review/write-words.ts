import type { SessionWrite } from '../../api/writes/undo-memory.ts';
import { safeText } from '../safe-text.ts';
import type { Words } from '../use-words.ts';

/** What a write did, in a few words. */
export function writeWords({ items }: SessionWrite, t: Words): string {
  const [first] = items;
  if (first === undefined) return '';
  const { name, resource } = first.ref;
  const facts = { kind: safeText(resource.kind), name: safeText(name), count: items.length };
  if (first.kind === 'pairs') return t(`undo.${first.field}`, facts);
  if (first.after === undefined) return t('undo.deleted', facts);
  return t(first.before === undefined ? 'undo.created' : 'undo.saved', facts);
}

/** Whether undoing makes what was deleted again. */
export function isRecreation({ items: [first] }: SessionWrite): boolean {
  return first?.kind === 'object' && first.after === undefined;
}
