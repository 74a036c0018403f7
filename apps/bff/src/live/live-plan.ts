import { type FieldPath, MAX_PATH_DEPTH, parseFieldPath } from '@quarterdeck/shared/field-path';
import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { type Gvr, parseResource } from '@quarterdeck/shared/resource-path';

/** A query that was checked: nothing in it can leave the path of its resource or ask for what never travels in rows. */
export interface LivePlan {
  readonly gvr: Gvr;
  /** null: one watch over all namespaces (or of a cluster-wide kind) */
  readonly namespaces: readonly string[] | null;
  readonly labelSelector: string;
  readonly fieldSelector: string;
  readonly fields: readonly FieldPath[];
  readonly mode: 'rows' | 'objects';
  /** What the Table's rows must bring along. */
  readonly includeObject: 'Metadata' | 'Object';
  /** Equal for queries that give the same rows. */
  readonly key: string;
}

// A segment that begins with a letter or digit is never "." or "..": apiPath() encodes the rest.
const SEGMENT = /^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/;
const NAMESPACE = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
// what it matches may still be several objects of that name, in all namespaces: project() refuses those
const ONE_OBJECT = /(?:^|,)metadata\.name=(?!=)[^,=!]+(?:,|$)/;
/** Where Secrets and ConfigMaps keep what must not travel in lists. */
const VALUES = new Set(['data', 'stringData', 'binaryData']);

/** Checks a query; throws a ProblemError (qd.live.query-invalid) that says what is wrong with it. */
export function planQuery(query: LiveQuery): LivePlan {
  const gvr = parseResource(query.resource);
  if (!gvr || ![gvr.version, gvr.resource].every((part) => SEGMENT.test(part)) || !/^[-a-z0-9.]*$/.test(gvr.group))
    throw invalidQuery(`"${query.resource}" is not a resource such as "v1/pods" or "apps/v1/deployments"`);
  if (gvr.group !== '' && !SEGMENT.test(gvr.group)) throw invalidQuery(`"${gvr.group}" is not an API group`);

  const namespaces = query.namespaces === null ? null : [...new Set(query.namespaces)].sort();
  const strange = namespaces?.find((namespace) => !NAMESPACE.test(namespace));
  if (strange !== undefined) throw invalidQuery(`"${strange}" is not a namespace's name`);

  const fields = query.fields.map((text) => {
    const path = parseFieldPath(text);
    if (!path) throw invalidQuery(`"${text}" is not a field path of at most ${MAX_PATH_DEPTH} steps`);
    const first = path[0];
    if (first?.kind === 'field' && VALUES.has(first.name))
      throw invalidQuery(`"${text}" holds values, which never travel in rows`);
    return path;
  });

  const fieldSelector = query.fieldSelector ?? '';
  if (query.mode === 'objects') {
    if (!ONE_OBJECT.test(fieldSelector)) throw invalidQuery('whole objects need a fieldSelector metadata.name=…');
    if (namespaces !== null && namespaces.length > 1) throw invalidQuery('whole objects come from one namespace');
    if (fields.length > 0) throw invalidQuery('whole objects take no fields');
  }
  const labelSelector = query.labelSelector ?? '';
  return {
    gvr,
    namespaces,
    labelSelector,
    fieldSelector,
    fields,
    mode: query.mode,
    includeObject: fields.every(([first]) => first?.kind === 'field' && first.name === 'metadata')
      ? 'Metadata'
      : 'Object',
    key: JSON.stringify([query.resource, namespaces, labelSelector, fieldSelector, query.fields, query.mode]),
  };
}

export function invalidQuery(detail: string): ProblemError {
  return new ProblemError(problem('qd.live.query-invalid', 'The live query is not valid', { detail }));
}
