import { oneOf, required, unsupported, wrong } from '../../http/validation/faults.ts';
import { equalJson, isJsonObject, type JsonObject, objectsIn, textAt, valueAt } from '../../json-value.ts';
import type { FieldFault } from '../../status-error.ts';
import type { DemoObject } from '../../store.ts';
import { structuralFaults } from './structural-faults.ts';

const LABEL_1035 = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const LABEL_WORDS =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const JSON_PATH = /^\.[^\s]*$/;
const APPROVAL = 'api-approved.kubernetes.io';
const ONE_STORAGE = 'must have exactly one version marked as storage version';

/** What is wrong with a CustomResourceDefinition. */
export function definitionFaults(object: DemoObject): FieldFault[] {
  const spec = isJsonObject(object['spec']) ? object['spec'] : {};
  const versions = objectsIn(spec, 'versions');
  const group = textAt(spec, 'group');
  const plural = textAt(spec, 'names', 'plural');
  const faults: FieldFault[] = [];
  if (object.metadata.name !== `${plural}.${group}`)
    faults.push(wrong('metadata.name', object.metadata.name, 'must be spec.names.plural+"."+spec.group'));
  faults.push(...groupFaults(object, group), ...scopeFaults(spec));
  faults.push(...versionFaults(versions));
  if (spec['preserveUnknownFields'] === true)
    faults.push(
      wrong(
        'spec.preserveUnknownFields',
        true,
        'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
      ),
    );
  faults.push(...namesFaults(spec), ...conversionFaults(spec));
  for (const part of partsOf(versions)) faults.push(...part.faults());
  return faults;
}

function groupFaults({ metadata }: DemoObject, group: string): FieldFault[] {
  if (group === '') return [required('spec.group')];
  if (!group.includes('.')) return [wrong('spec.group', group, 'should be a domain with at least one dot')];
  const guarded = /(?:^|\.)(?:k8s|kubernetes)\.io$/.test(group);
  if (!guarded || metadata.annotations?.[APPROVAL]) return [];
  return [
    required(
      `metadata.annotations[${APPROVAL}]`,
      `protected groups must have approval annotation "${APPROVAL}", see https://github.com/kubernetes/enhancements/pull/1111`,
    ),
  ];
}

const scopeFaults = (spec: JsonObject) => oneOf('spec.scope', spec['scope'], ['Cluster', 'Namespaced'], false);

function versionFaults(versions: readonly JsonObject[]): FieldFault[] {
  const faults: FieldFault[] = [];
  const names = versions.map((version) => textAt(version, 'name'));
  for (const [index, version] of versions.entries()) {
    const name = textAt(version, 'name');
    const field = `spec.versions[${index}]`;
    if (!LABEL_1035.test(name)) {
      faults.push(wrong(`${field}.name`, name, LABEL_WORDS));
      // the first one stands for the time when there was only one
      if (index === 0) faults.push(wrong('spec.version', name, LABEL_WORDS));
    }
    if (!isJsonObject(valueAt(version, 'schema', 'openAPIV3Schema')))
      faults.push(required(`${field}.schema.openAPIV3Schema`, 'schemas are required'));
    if (version['deprecationWarning'] !== undefined && version['deprecated'] !== true)
      faults.push(
        wrong(`${field}.deprecationWarning`, version['deprecationWarning'], 'can only be set for deprecated versions'),
      );
  }
  if (new Set(names).size < names.length)
    faults.push(wrong('spec.versions', versions, 'must contain unique version names'));
  if (versions.filter((version) => version['storage'] === true).length !== 1) {
    faults.push(wrong('spec.versions', versions, ONE_STORAGE));
    if (!versions.some((version) => version['storage'] === true))
      faults.push(wrong('status.storedVersions', [], 'must have at least one stored version'));
  }
  return faults;
}

function namesFaults(spec: JsonObject): FieldFault[] {
  const names = isJsonObject(spec['names']) ? spec['names'] : {};
  const faults: FieldFault[] = [];
  const label = (field: string, value: unknown, mixed: boolean) => {
    const text = typeof value === 'string' ? value : '';
    if (text === '') faults.push(required(field));
    else if (!LABEL_1035.test(mixed ? text.toLowerCase() : text))
      faults.push(
        wrong(field, text, mixed ? `may have mixed case, but should otherwise match: ${LABEL_WORDS}` : LABEL_WORDS),
      );
  };
  label('spec.names.plural', names['plural'], false);
  label('spec.names.singular', names['singular'], false);
  label('spec.names.kind', names['kind'], true);
  // the list's name is made from the kind's, so it is missing with it
  label('spec.names.listKind', textAt(names, 'kind') === '' ? '' : names['listKind'], true);
  for (const list of ['shortNames', 'categories'])
    for (const [index, item] of (Array.isArray(names[list]) ? (names[list] as unknown[]) : []).entries())
      if (!LABEL_1035.test(String(item))) faults.push(wrong(`spec.names.${list}[${index}]`, item, LABEL_WORDS));
  if (textAt(names, 'kind') !== '' && names['kind'] === names['listKind'])
    faults.push(wrong('spec.names.listKind', names['listKind'], 'kind and listKind may not be the same'));
  return faults;
}

function conversionFaults(spec: JsonObject): FieldFault[] {
  const strategy = valueAt(spec, 'conversion', 'strategy');
  if (strategy === undefined) return [];
  if (strategy !== 'None' && strategy !== 'Webhook')
    return [unsupported('spec.conversion.strategy', strategy, ['None', 'Webhook'])];
  if (strategy === 'None') return [];
  const faults: FieldFault[] = [];
  if (valueAt(spec, 'conversion', 'webhook', 'clientConfig') === undefined)
    faults.push(required('spec.conversion.webhookClientConfig', 'required when strategy is set to Webhook'));
  if (valueAt(spec, 'conversion', 'webhook', 'conversionReviewVersions') === undefined)
    faults.push(required('spec.conversion.conversionReviewVersions'));
  return faults;
}

/**
 * Schemas, sub-resources and columns. What all versions have in common is one thing for the API server, and named as such: a
 * definition with one version has `spec.validation` in its faults.
 */
function partsOf(versions: readonly JsonObject[]): { faults(): FieldFault[] }[] {
  const [first] = versions;
  const per = (key: string, common: string, check: (value: unknown, path: string) => FieldFault[]) => ({
    faults: () => {
      if (first && versions.every((version) => equalJson(version[key], first[key]))) return check(first[key], common);
      return versions.flatMap((version, index) => check(version[key], `spec.versions[${index}].${key}`));
    },
  });
  return [
    per('schema', 'spec.validation', (value, path) => {
      const schema = valueAt(value, 'openAPIV3Schema');
      return isJsonObject(schema) ? structuralFaults(schema, `${path}.openAPIV3Schema`) : [];
    }),
    per('subresources', 'spec.subresources', (value, path) => scaleFaults(valueAt(value, 'scale'), `${path}.scale`)),
    per('additionalPrinterColumns', 'spec.additionalPrinterColumns', columnFaults),
  ];
}

function scaleFaults(scale: unknown, path: string): FieldFault[] {
  if (!isJsonObject(scale)) return [];
  const under = (key: string, part: string, needed: boolean): FieldFault[] => {
    const value = textAt(scale, key);
    if (value === '') return needed ? [required(`${path}.${key}`)] : [];
    return value.startsWith(part)
      ? []
      : [wrong(`${path}.${key}`, value, `should be a json path under ${part.slice(0, -1)}`)];
  };
  return [
    ...under('specReplicasPath', '.spec.', true),
    ...under('statusReplicasPath', '.status.', true),
    ...(/^\.(?:spec|status)\./.test(textAt(scale, 'labelSelectorPath') || '.spec.')
      ? []
      : [
          wrong(
            `${path}.labelSelectorPath`,
            textAt(scale, 'labelSelectorPath'),
            'should be a json path under either .status or .spec',
          ),
        ]),
  ];
}

function columnFaults(columns: unknown, path: string): FieldFault[] {
  return (Array.isArray(columns) ? columns : []).filter(isJsonObject).flatMap((column, index) => {
    const faults: FieldFault[] = [];
    const field = `${path}[${index}]`;
    const type = textAt(column, 'type');
    const jsonPath = textAt(column, 'jsonPath');
    if (textAt(column, 'name') === '') faults.push(required(`${field}.name`));
    if (type === '') faults.push(required(`${field}.type`, `must be one of ${COLUMN_TYPES.join(',')}`));
    else if (!COLUMN_TYPES.includes(type))
      faults.push(wrong(`${field}.type`, type, `must be one of ${COLUMN_TYPES.join(',')}`));
    if (jsonPath === '') faults.push(required(`${field}.JSONPath`));
    else if (!JSON_PATH.test(jsonPath))
      faults.push(wrong(`${field}.JSONPath`, jsonPath, 'must be a simple json path starting with .'));
    return faults;
  });
}

/** What cannot change as long as the definition is established. */
export function definitionChangeFaults({ spec }: DemoObject, old: DemoObject): FieldFault[] {
  const fixed = [['group'], ['scope'], ['names', 'kind'], ['names', 'plural']];
  return fixed.flatMap((path) => {
    const value = valueAt(spec, ...path);
    return value === valueAt(old, 'spec', ...path)
      ? []
      : [wrong(`spec.${path.join('.')}`, value, 'field is immutable')];
  });
}
