import { apiPath, parseApiVersion } from '@quarterdeck/shared/resource-path';
import { writeYaml } from '../../../api/writes/write-yaml.ts';

/** An object as a wizard makes it. */
export interface PlainObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** One step of a wizard: an object that will be created, or replaced. */
export interface PlannedObject {
  readonly object: PlainObject;
  /** plural of its kind */
  readonly resource: string;
  /** what it replaces, as it was read; else it is created */
  readonly replaces?: PlainObject;
  /** one of this name that is there already is taken as it is */
  readonly mayExist?: boolean;
  /** the same for kubectl */
  readonly command: string;
}

/** Where it is written, as the API server knows the path. */
export function writePath({ object, resource, replaces }: PlannedObject): string {
  const { name, namespace } = object.metadata;
  const where = namespace === undefined ? {} : { namespace };
  const kind = { ...parseApiVersion(object.apiVersion), resource };
  return apiPath(kind, replaces === undefined ? where : { ...where, name });
}

/** All that will be written, as one text that kubectl takes. */
export function planText(plan: readonly PlannedObject[]): string {
  return plan.map(({ object }) => writeYaml(object)).join('---\n');
}
