import { isJsonObject, objectsIn, textAt, valueAt } from '../../json-value.ts';
import type { ResourceType } from '../../resources/resource-type.ts';
import type { FieldFault } from '../../status-error.ts';
import type { DemoObject } from '../../store.ts';
import { forbidden, required, tooLong, wrong, wrongs } from './faults.ts';
import { not, notPathSegment, notQualifiedName } from './names.ts';

const MAX_ANNOTATIONS = 256 * 1024;
const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** How names of a kind look; the others are subdomains. */
const NAME_FORMS: Readonly<Record<string, 'label' | 'dns1035'>> = { '/namespaces': 'label', '/services': 'dns1035' };
/** Names that carry a suffix in the names of what is made of them. */
const SHORT_NAMES: Readonly<Record<string, number>> = { 'batch/cronjobs': 52 };

function notName(type: ResourceType, name: string): string[] {
  const id = `${type.group}/${type.plural}`;
  if (type.group === 'rbac.authorization.k8s.io') return notPathSegment(name);
  const whys = not(NAME_FORMS[id] ?? 'subdomain', name);
  const max = SHORT_NAMES[id];
  return max !== undefined && whys.length === 0 && name.length > max
    ? [`must be no more than ${max} characters`]
    : whys;
}

/** What is wrong with the metadata of an object that is about to be stored. */
export function metadataFaults(type: ResourceType, object: DemoObject, old: DemoObject | undefined): FieldFault[] {
  const { metadata } = object;
  const { name, generateName } = metadata;
  const faults: FieldFault[] = [];
  if (!old && generateName) {
    const whys = notName(type, generateName.replace(/-$/, 'a'));
    faults.push(...wrongs('metadata.generateName', generateName, whys));
  }
  if (!name) faults.push(required('metadata.name', 'name or generateName is required'));
  else if (!old) faults.push(...wrongs('metadata.name', name, notName(type, name)));
  faults.push(...labelFaults(metadata.labels, 'metadata.labels'));
  faults.push(...annotationFaults(metadata.annotations, 'metadata.annotations'));
  (metadata.ownerReferences ?? []).forEach((owner) => {
    const at = 'metadata.ownerReferences';
    if (!owner.apiVersion) faults.push(wrong(`${at}.apiVersion`, '', 'version must not be empty'));
    for (const field of ['kind', 'name', 'uid'] as const)
      if (!owner[field]) faults.push(wrong(`${at}.${field}`, '', `${field} must not be empty`));
  });
  faults.push(...finalizerFaults(metadata.finalizers ?? [], old));
  return faults;
}

function finalizerFaults(finalizers: readonly string[], old: DemoObject | undefined): FieldFault[] {
  const at = 'metadata.finalizers';
  const whys = finalizers.flatMap((finalizer) => wrongs(at, finalizer, notQualifiedName(finalizer)));
  const unqualified = finalizers.flatMap((finalizer, index) =>
    finalizer.includes('/') || STANDARD_FINALIZERS.includes(finalizer)
      ? []
      : [wrong(`${at}[${index}]`, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')],
  );
  const added = finalizers.filter((finalizer) => !old?.metadata.finalizers?.includes(finalizer));
  const late =
    old?.metadata.deletionTimestamp !== undefined && added.length > 0
      ? [
          forbidden(
            at,
            `no new finalizers can be added if the object is being deleted, found new finalizers ${JSON.stringify(added)}`,
          ),
        ]
      : [];
  return [...whys, ...unqualified, ...late];
}

export function labelFaults(labels: unknown, field: string): FieldFault[] {
  if (!isJsonObject(labels)) return [];
  return Object.entries(labels).flatMap(([key, value]) => [
    ...wrongs(field, key, notQualifiedName(key)),
    ...wrongs(field, value, not('labelValue', String(value))),
  ]);
}

export function annotationFaults(annotations: unknown, field: string): FieldFault[] {
  if (!isJsonObject(annotations)) return [];
  let size = 0;
  const faults: FieldFault[] = [];
  for (const [key, value] of Object.entries(annotations)) {
    faults.push(...wrongs(field, key, notQualifiedName(key.toLowerCase())));
    size += Buffer.byteLength(key) + Buffer.byteLength(String(value));
  }
  return size > MAX_ANNOTATIONS ? [...faults, tooLong(field, MAX_ANNOTATIONS)] : faults;
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** A metav1.LabelSelector. */
export function selectorFaults(selector: unknown, field: string): FieldFault[] {
  const faults = labelFaults(valueAt(selector, 'matchLabels'), `${field}.matchLabels`);
  objectsIn(selector, 'matchExpressions').forEach((expression, index) => {
    faults.push(...expressionFaults(expression, `${field}.matchExpressions[${index}]`, OPERATORS));
  });
  return faults;
}

/** One requirement of a selector of labels or of nodes. */
export function expressionFaults(expression: unknown, at: string, operators: readonly string[]): FieldFault[] {
  const operator = textAt(expression, 'operator');
  const values = valueAt(expression, 'values');
  const some = Array.isArray(values) && values.length > 0;
  const faults: FieldFault[] = [];
  if (!operators.includes(operator)) faults.push(wrong(`${at}.operator`, operator, 'not a valid selector operator'));
  else if ((operator === 'In' || operator === 'NotIn') && !some)
    faults.push(required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
  else if ((operator === 'Exists' || operator === 'DoesNotExist') && some)
    faults.push(forbidden(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
  return [...faults, ...wrongs(`${at}.key`, textAt(expression, 'key'), notQualifiedName(textAt(expression, 'key')))];
}

const DELETION = ['deletionTimestamp', 'deletionGracePeriodSeconds'] as const;

/** What a client may not change in the metadata of an object that exists. */
export function metadataUpdateFaults(sent: DemoObject, old: DemoObject): FieldFault[] {
  return DELETION.flatMap((field) => {
    const value = sent.metadata[field];
    const same = value === undefined || value === old.metadata[field];
    return same ? [] : [wrong(`metadata.${field}`, value, 'field is immutable')];
  });
}
