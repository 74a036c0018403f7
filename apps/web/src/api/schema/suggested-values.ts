import type { SchemaNode } from './schema-node.ts';

const ONE_OF =
  /(?:one of|valid options are|must be|can be|either)[:\s]+((?:["'`]?[A-Z][A-Za-z]+["'`]?(?:\s*,\s*(?:or\s+|and\s+)?|\s+or\s+|\s+and\s+)?){2,})/i;
const POSSIBLE = /^\s*-\s+`"?([^`"]+)"?`/gm;

/**
 * Values that a field may take: those of the schema, or those that its description names. Older servers (before v1.24) name
 * them only there, in several ways; such values are an offer, never a rule.
 */
export function suggestedValues(node: SchemaNode): readonly string[] {
  if (node.type === 'boolean') return ['true', 'false'];
  if (node.enum !== undefined) return node.enum.filter((value) => typeof value !== 'object').map(String);
  if (node.type !== 'string' || node.description === undefined) return [];
  const listed = [...node.description.matchAll(POSSIBLE)].flatMap(([, value]) => value ?? []);
  if (listed.length > 0) return [...new Set(listed)];
  const [, sentence = ''] = ONE_OF.exec(node.description) ?? [];
  const words = sentence.match(/[A-Z][A-Za-z]+/g) ?? [];
  return words.length > 1 ? [...new Set(words)] : [];
}
