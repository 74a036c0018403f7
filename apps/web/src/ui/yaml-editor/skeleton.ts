import type { SchemaNode } from '../../api/schema/schema-node.ts';
import type { FieldPath, SchemaTree } from '../../api/schema/schema-tree.ts';

const STEP = '  ';
const DEEPEST = 4;

/** What is typed for a key that was chosen, and where the cursor stands after it (from the beginning of the insertion). */
export interface Skeleton {
  readonly text: string;
  readonly cursor: number;
}

/**
 * A key with what its value must have: an object's required fields, the first item of a list. `indent`: what stands before the
 * key's own column.
 */
export function skeletonOf(tree: SchemaTree, path: FieldPath, indent: string): Skeleton {
  const name = keyText(String(path.at(-1) ?? ''));
  const node = tree.at(path) ?? {};
  const value = valueText(tree, node, `${indent}${STEP}`, 0);
  const text = `${name}:${value}`;
  const hole = text.indexOf(HOLE);
  return { text: text.replaceAll(HOLE, ''), cursor: hole < 0 ? text.length : hole };
}

/** marks where something is to be typed */
const HOLE = '\u0000';

function keyText(name: string): string {
  return /^[\w./-]+$/.test(name) && !/^(?:y|n|yes|no|on|off|true|false|null|[\d.]+)$/i.test(name)
    ? name
    : JSON.stringify(name);
}

function valueText(tree: SchemaTree, node: SchemaNode, indent: string, depth: number): string {
  if (node.items !== undefined) {
    const item = tree.resolve(node.items);
    return isObject(item) ? `\n${indent}- ${inner(tree, item, `${indent}${STEP}`, depth)}` : `\n${indent}- ${HOLE}`;
  }
  if (isObject(node)) return `\n${indent}${inner(tree, node, indent, depth)}`;
  return ` ${typeof node.default === 'string' && /^\w+$/.test(node.default) ? node.default : HOLE}`;
}

function isObject(node: SchemaNode): boolean {
  return node.type === 'object' || node.properties !== undefined || node.values !== undefined;
}

/** The required fields of an object, the first one on the line that stands already. */
function inner(tree: SchemaTree, node: SchemaNode, indent: string, depth: number): string {
  const required = depth >= DEEPEST ? [] : (node.required ?? []).filter((name) => wanted(tree, node, name));
  if (required.length === 0) return HOLE;
  return required
    .map((name) => {
      const next = tree.step(node, name) ?? {};
      return `${keyText(name)}:${valueText(tree, next, `${indent}${STEP}`, depth + 1)}`;
    })
    .join(`\n${indent}`);
}

/** What the server fills in by itself need not be typed. */
function wanted(tree: SchemaTree, node: SchemaNode, name: string): boolean {
  return tree.step(node, name)?.default === undefined;
}
