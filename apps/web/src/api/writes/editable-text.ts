import type { KubeObject } from '../kube-object.ts';
import { writeYaml } from './write-yaml.ts';

/** What the server writes about an object rather than a person: it is no part of what is edited and compared. */
const SERVER_METADATA: ReadonlySet<string> = new Set([
  'managedFields',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'selfLink',
  'uid',
]);

/** The object without its status and what the server writes into its metadata. */
export function withoutServerFields(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { status: _, ...rest } = object;
  const { metadata } = rest;
  if (typeof metadata !== 'object' || metadata === null) return rest;
  return {
    ...rest,
    metadata: Object.fromEntries(Object.entries(metadata).filter(([key]) => !SERVER_METADATA.has(key))),
  };
}

/** An object as the text that its edit begins with. */
export function editableText(object: KubeObject): string {
  return writeYaml(withoutServerFields(object));
}
