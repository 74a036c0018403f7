import { stringify } from 'yaml';
import type { KubeObject } from '../kube-object.ts';

/** What the server writes about an object rather than a person: it is no part of what is edited and compared. */
const SERVER_METADATA: ReadonlySet<string> = new Set([
  'managedFields',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'selfLink',
  'uid',
]);
const FIRST = ['apiVersion', 'kind', 'metadata', 'spec'] as const;

/** The object without its status and what the server writes into its metadata. */
export function withoutServerFields(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { status: _, metadata, ...rest } = object;
  if (typeof metadata !== 'object' || metadata === null) return { ...rest, metadata };
  return { ...rest, metadata: Object.fromEntries(Object.entries(metadata).filter(([key]) => !SERVER_METADATA.has(key))) };
}

/**
 * An object as the text that its edit begins with: without what the server writes, in reading order, in YAML that 1.1 (the API
 * server) and 1.2 read as the same.
 */
export function editableText(object: KubeObject): string {
  return yamlText(withoutServerFields(object));
}

/** Any object as such YAML, apiVersion, kind, metadata and spec first. */
export function yamlText(object: Readonly<Record<string, unknown>>): string {
  const ordered: Record<string, unknown> = {};
  for (const field of FIRST) if (Object.hasOwn(object, field)) ordered[field] = object[field];
  for (const [field, value] of Object.entries(object)) if (!Object.hasOwn(ordered, field)) ordered[field] = value;
  return stringify(ordered, { lineWidth: 0, compat: 'yaml-1.1', aliasDuplicateObjects: false });
}
