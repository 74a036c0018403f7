import { isCreation, type SessionWrite } from '../../api/writes/undo-memory.ts';
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
  if (first.before !== undefined) return t('undo.saved', facts);
  return t(items.length === 1 ? 'undo.created' : 'undo.createdMany', facts);
}

/** The word of the button that undoes it: what was made is deleted, which asks first. */
export function undoWord(write: SessionWrite): string {
  return isRecreation(write) ? 'undo.recreate' : isCreation(write) ? 'undo.remove' : 'undo.undo';
}

/** What that button is called where the write is not seen beside it: it begins with the word that is seen. */
export function undoName(write: SessionWrite, t: Words): string {
  return t('undo.undoOf', { does: t(undoWord(write)), what: writeWords(write, t) });
}

/** Whether undoing makes what was deleted again. */
function isRecreation({ items: [first] }: SessionWrite): boolean {
  return first?.kind === 'object' && first.after === undefined;
}
