import { nearest } from './nearest.ts';
import type { SchemaNode } from './schema-node.ts';
import type { FieldPath, SchemaTree } from './schema-tree.ts';

/** What is wrong at a path; the words for a code are the editor's. */
export interface SchemaFault {
  readonly path: FieldPath;
  readonly code: 'unknown' | 'unknownNear' | 'type' | 'quote' | 'missing' | 'enum' | 'immutable';
  readonly values: Readonly<Record<string, string>>;
  readonly severity: 'error' | 'warning';
  /** the fault is of the field's name, not of its value */
  readonly atKey: boolean;
}

/** More than these help nobody, and a document of a megabyte could have as many as lines. */
const MOST = 200;

/**
 * What a cluster's schema finds wrong in a document that was read from YAML. The server's answer is the law: this is an early
 * word, so what is uncertain (a required field that the server may fill in) is a warning. `status` is not looked at.
 */
export function validate(tree: SchemaTree, value: unknown): readonly SchemaFault[] {
  const faults: SchemaFault[] = [];
  visit(tree, tree.root, value, [], faults);
  return faults;
}

function visit(tree: SchemaTree, node: SchemaNode, value: unknown, path: FieldPath, faults: SchemaFault[]): void {
  // null is "not given" to the API server
  if (value === null || value === undefined || faults.length >= MOST) return;
  if (!fits(node, value)) {
    faults.push(typeFault(tree, node, value, path));
    return;
  }
  if (node.enum !== undefined && node.enum.length > 0 && !node.enum.includes(value)) {
    const allowed = node.enum.map(String);
    faults.push({
      path,
      code: 'enum',
      values: { value: String(value), allowed: allowed.join(', ') },
      severity: 'error',
      atKey: false,
    });
  }
  if (Array.isArray(value)) {
    const { items } = node;
    if (items === undefined) return;
    const whole = tree.resolve(items);
    for (const [index, item] of value.entries()) visit(tree, whole, item, [...path, index], faults);
  } else if (typeof value === 'object') visitObject(tree, node, value as Record<string, unknown>, path, faults);
}

function visitObject(
  tree: SchemaTree,
  node: SchemaNode,
  value: Record<string, unknown>,
  path: FieldPath,
  faults: SchemaFault[],
): void {
  const { properties, values } = node;
  for (const [name, inner] of Object.entries(value)) {
    if (path.length === 0 && name === 'status') continue;
    const next = tree.step(node, name);
    if (next !== undefined) visit(tree, next, inner, [...path, name], faults);
    else if (properties !== undefined && values === undefined && node.open !== true)
      faults.push(unknownFault(name, Object.keys(properties), [...path, name]));
  }
  for (const name of node.required ?? []) {
    const held = value[name];
    if ((held !== undefined && held !== null) || properties?.[name]?.default !== undefined) continue;
    faults.push({ path, code: 'missing', values: { field: name }, severity: 'warning', atKey: true });
  }
}

function unknownFault(name: string, known: readonly string[], path: FieldPath): SchemaFault {
  const near = nearest(name, known);
  return {
    path,
    code: near === undefined ? 'unknown' : 'unknownNear',
    values: near === undefined ? { field: name } : { field: name, near },
    severity: 'error',
    atKey: true,
  };
}

function fits({ type }: SchemaNode, value: unknown): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
      return isNumber(value);
    case 'integer':
      return typeof value === 'bigint' || Number.isInteger(value);
    case 'int-or-string':
      return typeof value === 'string' || typeof value === 'bigint' || Number.isInteger(value);
    case 'quantity':
      return typeof value === 'string' || isNumber(value);
    default:
      return true;
  }
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

function typeFault(tree: SchemaTree, node: SchemaNode, value: unknown, path: FieldPath): SchemaFault {
  // a number or a truth value where a text belongs: YAML took it for one, quotes say otherwise
  const quote = node.type === 'string' && typeof value !== 'object';
  return {
    path,
    code: quote ? 'quote' : 'type',
    values: { wanted: tree.typeName(node), found: foundType(value), value: quote ? String(value) : '' },
    severity: 'error',
    atKey: false,
  };
}

function foundType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'bigint' || Number.isInteger(value)) return 'integer';
  return typeof value;
}
