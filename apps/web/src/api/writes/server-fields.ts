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
