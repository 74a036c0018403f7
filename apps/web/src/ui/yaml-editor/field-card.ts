import { type FieldPath, pathText, type SchemaTree } from '../../api/schema/schema-tree.ts';
import { suggestedValues } from '../../api/schema/suggested-values.ts';
import { safeText } from '../safe-text.ts';
import type { EditorWords } from './editor-words.ts';

/** A description longer than this is for the explain panel. */
const LONGEST = 900;

/** A field's documentation as CodeMirror shows it. All of it is text of the cluster: only ever set as text. */
export function fieldCard(tree: SchemaTree, path: FieldPath, words: EditorWords): HTMLElement | null {
  const field = tree.explain(path);
  if (field === undefined) return null;
  const card = document.createElement('div');
  card.className = 'cm-qd-card';
  const add = (tag: string, className: string, text: string) => {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = safeText(text);
    card.append(element);
  };
  add('div', 'cm-qd-card-path', pathText(path));
  const marks = [
    field.type,
    ...(field.required ? [words.say('required')] : []),
    ...(field.immutable ? [words.say('immutable')] : []),
  ];
  add('div', 'cm-qd-card-type', marks.join(' · '));
  if (field.description !== '')
    add(
      'p',
      'cm-qd-card-text',
      field.description.length > LONGEST ? `${field.description.slice(0, LONGEST)}…` : field.description,
    );
  const { node } = field;
  const values = node.type === 'boolean' ? [] : suggestedValues(node);
  if (values.length > 0) add('p', 'cm-qd-card-text', words.say('card.values', { values: values.join(', ') }));
  if (node.default !== undefined)
    add('p', 'cm-qd-card-text', words.say('card.default', { value: JSON.stringify(node.default) }));
  if (node.pattern !== undefined) add('p', 'cm-qd-card-text', words.say('card.pattern', { value: node.pattern }));
  for (const rule of node.rules ?? []) add('p', 'cm-qd-card-text', rule);
  if (node.listType === 'map' && node.mapKeys !== undefined)
    add('p', 'cm-qd-card-text', words.say('card.mapKeys', { keys: node.mapKeys.join(', ') }));
  return card;
}
