import { readDocuments } from '../../api/schema/read-documents.ts';
import type { PatchType } from './patch-input.ts';

/** A text as the JSON of a patch, or why it is none: a key of namespace "patch". */
export type ReadPatch =
  | { readonly body: string; readonly fault?: never; readonly why?: never }
  | { readonly body?: never; readonly fault: 'empty' | 'invalid' | 'notList' | 'notMap'; readonly why?: string };

/** Reads YAML, of which JSON is a part, as the API server would: what is sent is JSON. */
export function readPatch(type: PatchType, text: string): ReadPatch {
  const [first, second] = readDocuments(text).filter(({ parsed }) => parsed.contents !== null);
  if (first === undefined) return { fault: 'empty' };
  const why = first.parsed.errors[0]?.message ?? first.failure ?? (second === undefined ? undefined : '---');
  if (why !== undefined) return { fault: 'invalid', why };
  const { value } = first;
  if (type === 'json') return Array.isArray(value) ? { body: JSON.stringify(value) } : { fault: 'notList' };
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap ? { body: JSON.stringify(value) } : { fault: 'notMap' };
}
