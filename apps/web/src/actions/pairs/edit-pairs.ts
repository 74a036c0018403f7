import annotate from '../annotate.action.ts';
import type { Action } from '../define-action.ts';
import label from '../label.action.ts';
import { addChange, initialPairs, type PairChange, type PairsField, type PairsInput } from './pairs-input.ts';

const ACTIONS: Readonly<Record<PairsField, Action<PairsInput>>> = { labels: label, annotations: annotate };

/** The action that edits labels or annotations, its dialog opened with one wish already written down. */
export function pairsEditor(field: PairsField, wish?: Omit<PairChange, 'id'>): Action<PairsInput> {
  const action = ACTIONS[field];
  if (wish === undefined || action.form === undefined) return action;
  return { ...action, form: { ...action.form, initial: () => addChange(initialPairs, wish) } };
}
