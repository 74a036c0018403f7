import { listAt, textAt, valueAt } from '../../api/read-field.ts';

type EnvOrigin =
  | { readonly from: 'value'; readonly value: string }
  | {
      readonly from: 'ConfigMap' | 'Secret';
      readonly name: string;
      /** undefined: all of its keys become variables */
      readonly key: string | undefined;
      readonly optional: boolean;
    }
  | { readonly from: 'field'; readonly path: string; readonly apiVersion: string }
  | { readonly from: 'resource'; readonly container: string; readonly resource: string; readonly divisor: string }
  /** a source that we do not know, by its field's name */
  | { readonly from: 'other'; readonly field: string };

export interface EnvVariable {
  /** the variable; of a whole object the prefix that its keys get */
  readonly name: string;
  readonly origin: EnvOrigin;
}

/** The variables of a container in the order in which the kubelet sets them: whole objects first, then one by one. */
export function readEnv(container: unknown): readonly EnvVariable[] {
  return [...listAt(container, 'envFrom').map(wholeObject), ...listAt(container, 'env').map(oneVariable)];
}

function wholeObject(source: unknown): EnvVariable {
  const [field, kind] =
    valueAt(source, 'secretRef') === undefined
      ? (['configMapRef', 'ConfigMap'] as const)
      : (['secretRef', 'Secret'] as const);
  const reference = valueAt(source, field);
  return {
    name: textAt(source, 'prefix'),
    origin: {
      from: kind,
      name: textAt(reference, 'name'),
      key: undefined,
      optional: valueAt(reference, 'optional') === true,
    },
  };
}

function oneVariable(variable: unknown): EnvVariable {
  const name = textAt(variable, 'name');
  const from = valueAt(variable, 'valueFrom');
  return {
    name,
    origin: from === undefined || from === null ? { from: 'value', value: textAt(variable, 'value') } : originOf(from),
  };
}

function originOf(from: unknown): EnvOrigin {
  for (const [field, kind] of [
    ['secretKeyRef', 'Secret'],
    ['configMapKeyRef', 'ConfigMap'],
  ] as const) {
    const reference = valueAt(from, field);
    if (reference !== undefined)
      return {
        from: kind,
        name: textAt(reference, 'name'),
        key: textAt(reference, 'key'),
        optional: valueAt(reference, 'optional') === true,
      };
  }
  const path = textAt(from, 'fieldRef.fieldPath');
  if (path !== '') return { from: 'field', path, apiVersion: textAt(from, 'fieldRef.apiVersion') || 'v1' };
  const resource = textAt(from, 'resourceFieldRef.resource');
  if (resource !== '')
    return {
      from: 'resource',
      container: textAt(from, 'resourceFieldRef.containerName'),
      resource,
      divisor: textAt(from, 'resourceFieldRef.divisor'),
    };
  return { from: 'other', field: Object.keys(Object(from))[0] ?? '?' };
}

/** The ConfigMaps that variables take values from, each once. */
export function configMapsOf(variables: readonly EnvVariable[]): readonly string[] {
  return namesOf(variables, 'ConfigMap');
}

/** The Secrets that variables take values from, each once. */
export function secretsOf(variables: readonly EnvVariable[]): readonly string[] {
  return namesOf(variables, 'Secret');
}

function namesOf(variables: readonly EnvVariable[], kind: 'ConfigMap' | 'Secret'): readonly string[] {
  return [
    ...new Set(variables.flatMap(({ origin }) => (origin.from === kind && origin.name !== '' ? [origin.name] : []))),
  ].sort();
}
