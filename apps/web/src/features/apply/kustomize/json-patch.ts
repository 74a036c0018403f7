import { isMap, type JsonMap } from '../kube-yaml.ts';
import { KustomizeError } from './kustomize-error.ts';

/** The object after a JSON Patch (RFC 6902). Throws where an operation finds nothing to work on. */
export function jsonPatch(object: JsonMap, operations: readonly unknown[]): JsonMap {
  let root: unknown = structuredClone(object);
  for (const operation of operations) {
    if (!isMap(operation)) throw bad('?');
    const { op, path, value, from } = operation;
    if (typeof path !== 'string') throw bad(String(op));
    switch (op) {
      case 'add':
        root = added(root, path, structuredClone(value));
        break;
      case 'remove':
        root = removed(root, path);
        break;
      case 'replace':
        read(root, path);
        root = added(path === '' ? undefined : removed(root, path), path, structuredClone(value));
        break;
      case 'move':
        root = added(removed(root, String(from)), path, read(root, String(from)));
        break;
      case 'copy':
        root = added(root, path, structuredClone(read(root, String(from))));
        break;
      case 'test':
        if (JSON.stringify(read(root, path)) !== JSON.stringify(value)) throw bad(`test ${path}`);
        break;
      default:
        throw bad(String(op));
    }
  }
  if (!isMap(root)) throw bad('');
  return root;
}

const bad = (what: string) => new KustomizeError('badPatch', { why: what });

function partsOf(pointer: string): string[] {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw bad(pointer);
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function child(value: unknown, part: string): unknown {
  if (Array.isArray(value)) return value[indexOf(value, part)];
  return isMap(value) && Object.hasOwn(value, part) ? value[part] : undefined;
}

function indexOf(list: readonly unknown[], part: string): number {
  const index = part === '-' ? list.length : Number(part);
  return Number.isInteger(index) && index < 0 ? list.length + index : index;
}

function read(root: unknown, pointer: string): unknown {
  let value = root;
  for (const part of partsOf(pointer)) {
    value = child(value, part);
    if (value === undefined) throw bad(pointer);
  }
  return value;
}

function holder(root: unknown, pointer: string): { parent: JsonMap | unknown[]; last: string } {
  const parts = partsOf(pointer);
  const last = parts.pop() ?? '';
  let parent = root;
  for (const part of parts) parent = child(parent, part);
  if (!isMap(parent) && !Array.isArray(parent)) throw bad(pointer);
  return { parent, last };
}

// The document was copied before: from here on it is changed in place.
function added(root: unknown, pointer: string, value: unknown): unknown {
  if (pointer === '') return value;
  const { parent, last } = holder(root, pointer);
  if (!Array.isArray(parent)) {
    Object.defineProperty(parent, last, { value, enumerable: true, writable: true, configurable: true });
    return root;
  }
  const index = indexOf(parent, last);
  if (!Number.isInteger(index) || index < 0 || index > parent.length) throw bad(pointer);
  parent.splice(index, 0, value);
  return root;
}

function removed(root: unknown, pointer: string): unknown {
  read(root, pointer);
  const { parent, last } = holder(root, pointer);
  if (Array.isArray(parent)) parent.splice(indexOf(parent, last), 1);
  else delete parent[last];
  return root;
}
