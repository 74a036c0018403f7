import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Definition, Definitions, FieldDefinition } from './definition.ts';
import { readTypeFiles, type TypeFiles } from './read-type-files.ts';

/**
 * Derives the built-in types from the libraries that are installed: @kubernetes/client-node has the fields of today's
 * Kubernetes; kubernetes-types knows to which group a type belongs, which strings are quantities, and where a text has lines.
 */

interface Model {
  readonly description?: string;
  readonly fields: readonly {
    readonly name: string;
    readonly type: string;
    readonly format: string;
    readonly optional: boolean;
    readonly description?: string;
  }[];
}

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const PACKAGES: Readonly<Record<string, string>> = {
  meta: 'io.k8s.apimachinery.pkg.apis.meta',
  apiextensions: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions',
  apiregistration: 'io.k8s.kube-aggregator.pkg.apis.apiregistration',
};
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const INT_OR_STRING = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';
/** Types of which the models know nothing but `any`, and where they live. */
const FREE_FORM: Readonly<Record<string, { readonly name: string; readonly type?: string }>> = {
  RawExtension: { name: 'io.k8s.apimachinery.pkg.runtime.RawExtension', type: 'object' },
  FieldsV1: { name: `${META}.FieldsV1`, type: 'object' },
  CustomResourceSubresourceStatus: {
    name: `${PACKAGES['apiextensions']}.v1.CustomResourceSubresourceStatus`,
    type: 'object',
  },
  JSON: { name: `${PACKAGES['apiextensions']}.v1.JSON` },
  JSONSchemaPropsOrArray: { name: `${PACKAGES['apiextensions']}.v1.JSONSchemaPropsOrArray` },
  JSONSchemaPropsOrBool: { name: `${PACKAGES['apiextensions']}.v1.JSONSchemaPropsOrBool` },
  JSONSchemaPropsOrStringArray: { name: `${PACKAGES['apiextensions']}.v1.JSONSchemaPropsOrStringArray` },
};
/** Quantities of types that are younger than kubernetes-types. */
const QUANTITIES: Readonly<Record<string, readonly string[]>> = {
  PodStatus: ['allocatedResources'],
  DeviceCapacity: ['value'],
  Counter: ['value'],
};

/** Kinds that kubernetes-types does not have. */
const ROOTS: Readonly<Record<string, string>> = {
  APIService: 'apiregistration',
  DeviceClass: 'resource',
  DeviceTaintRule: 'resource',
  LeaseCandidate: 'coordination',
  MutatingAdmissionPolicy: 'admissionregistration',
  MutatingAdmissionPolicyBinding: 'admissionregistration',
  PodCertificateRequest: 'certificates',
  ResourceClaim: 'resource',
};

const unescaped = (text: string) => text.replace(/\\(['"\\])/g, '$1');

function readModel(folder: string, name: string): Model {
  const declared = readFileSync(join(folder, `${name}.d.ts`), 'utf8');
  const source = readFileSync(join(folder, `${name}.js`), 'utf8');
  const optional = new Set<string>();
  const descriptions = new Map<string, string>();
  for (const [, text, field = '', mark] of declared.matchAll(
    /(?:\/\*\*\n\s*\* (.*)\n\s*\*\/\s*)?^ {4}'(\w+)'(\?)?: /gm,
  )) {
    if (mark) optional.add(field);
    if (text !== undefined) descriptions.set(field, unescaped(text));
  }
  const description = /\/\*\*\n\* (.*)\n\*\/\nexport declare class/.exec(declared)?.[1];
  const map = source.slice(source.indexOf('attributeTypeMap = ['));
  const entry = /"name": "(\w+)",\s+"baseName": "([^"]+)",\s+"type": "([^"]+)",\s+"format": "([^"]*)"/g;
  return {
    ...(description === undefined ? {} : { description: unescaped(description) }),
    fields: [...map.matchAll(entry)].map(([, field = '', base = '', type = '', format = '']) => {
      const text = descriptions.get(field);
      return { name: base, type, format, optional: optional.has(field), ...(text ? { description: text } : {}) };
    }),
  };
}

/** The parts of a model's name: `V1Pod`, `CoreV1Event`. */
function partsOf(model: string): { group: string | undefined; version: string; bare: string } {
  const [, group, version = '', bare = ''] = /^([A-Z][a-z]+)?(V\d+(?:(?:alpha|beta)\d+)?)(\w+)$/.exec(model) ?? [];
  return { group: group?.toLowerCase(), version: version.toLowerCase(), bare };
}

const plainType = (type: string) => type.replace(/^Array<(.*)>$/, '$1').replace(/^\{ \[key: string\]: (.*); \}$/, '$1');

/** The group of every model: by its name, by kubernetes-types, else that of the types that use it. */
function groupsOf(models: ReadonlyMap<string, Model>, types: TypeFiles): Map<string, string> {
  const groups = new Map<string, string>();
  const open = new Set<string>();
  for (const model of models.keys()) {
    const { group, version, bare } = partsOf(model);
    const known = group ?? ROOTS[bare.replace(/List$/, '')] ?? types.groupOf(version, bare);
    if (known === undefined) open.add(model);
    else groups.set(model, known);
  }
  for (let before = -1; before !== open.size; ) {
    before = open.size;
    for (const [user, { fields }] of models) {
      const group = groups.get(user);
      if (group === undefined || group === 'meta') continue;
      for (const used of fields.map(({ type }) => plainType(plainType(type)))) {
        if (!open.has(used) || partsOf(used).version !== partsOf(user).version) continue;
        groups.set(used, group);
        open.delete(used);
      }
    }
    // a kind that nothing refers to has a list, or is the list
    for (const model of open) {
      const group = groups.get(`${model}List`) ?? types.groupOf(undefined, partsOf(model).bare.replace(/List$/, ''));
      if (group === undefined) continue;
      groups.set(model, group);
      open.delete(model);
    }
  }
  return groups;
}

/** The lines of the one text when both say the same; the models have no text for fields that refer to a type. */
function better(flat: string | undefined, lined: string | undefined): string | undefined {
  if (flat === undefined || lined === undefined) return flat ?? lined;
  const squeezed = (text: string) => text.replace(/\s+/g, '');
  return squeezed(flat) === squeezed(lined) ? lined : flat;
}

const require = createRequire(import.meta.url);
const modelFolder = () => join(dirname(require.resolve('@kubernetes/client-node')), 'gen', 'models');
const typeFolder = () => dirname(require.resolve('kubernetes-types/package.json'));

/** Which libraries the types come from. */
export function modelVersions(): string {
  const manifests = [join(modelFolder(), '../../../package.json'), join(typeFolder(), 'package.json')];
  return manifests.map((file) => readFileSync(file, 'utf8')).join();
}

/** All built-in types, from the models in node_modules. Takes a good part of a second. */
export function readModels(): Definitions {
  const folder = modelFolder();
  const types = readTypeFiles(typeFolder());
  const models = new Map<string, Model>();
  // the folder has models of older versions too, under names that now mean something else
  const exported = readFileSync(join(folder, 'all.js'), 'utf8').matchAll(/\/((?:[A-Z][a-z]+)?V\d\w+)\.js'/g);
  for (const [, name = ''] of exported) models.set(name, readModel(folder, name));
  const groups = groupsOf(models, types);
  const nameOf = (model: string) => {
    const { version, bare } = partsOf(model);
    const group = groups.get(model) ?? 'core';
    return `${PACKAGES[group] ?? `io.k8s.api.${group}`}.${version}.${bare}`;
  };
  const typeOf = (type: string, format: string, typed: string | undefined): string => {
    const list = /^Array<(.*)>$/.exec(type)?.[1];
    if (list !== undefined) return `[]${typeOf(list, format, typed)}`;
    const map = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
    if (map !== undefined) return `{}${typeOf(map, format, typed)}`;
    if (type === 'IntOrString') return `#${INT_OR_STRING}`;
    if (type === 'Date') return `#${META}.Time`;
    if (type === 'V1MicroTime') return `#${META}.MicroTime`;
    if (type === 'number') return format.startsWith('int') ? `integer/${format}` : `number/${format || 'double'}`;
    if (type === 'string' && /\bQuantity\b/.test(typed ?? '')) return `#${QUANTITY}`;
    if (type === 'any' || type === 'object') {
      const free = FREE_FORM[/\w+$/.exec(typed?.replace(/[^\w]+$/, '') ?? '')?.[0] ?? 'RawExtension'];
      return free ? `#${free.name}` : 'any';
    }
    if (models.has(type)) return `#${nameOf(type)}`;
    return format === '' ? type : `${type}/${format}`;
  };
  const definitions: Record<string, Definition> = {};
  for (const [name, model] of models) {
    const { version, bare } = partsOf(name);
    const type = types.find(groups.get(name) ?? 'core', version, bare);
    const description = better(model.description, type?.description);
    definitions[nameOf(name)] = {
      ...(description === undefined ? {} : { description }),
      fields: Object.fromEntries(
        model.fields.map((field): [string, FieldDefinition] => {
          const typed = type?.fields.get(field.name);
          const text = better(field.description, typed?.description);
          const kind = QUANTITIES[bare]?.includes(field.name) ? 'Quantity' : typed?.type;
          return [
            field.name,
            { type: typeOf(field.type, field.format, kind), ...(text === undefined ? {} : { description: text }) },
          ];
        }),
      ),
      required: model.fields.filter((field) => !field.optional).map((field) => field.name),
    };
  }
  const simple = (name: string, type: string | undefined, group: string, bare: string) => {
    const description = types.find(group, 'v1', bare)?.description;
    definitions[name] = { ...(description ? { description } : {}), ...(type ? { type } : {}) };
  };
  simple(`${META}.Time`, 'string/date-time', 'meta', 'Time');
  simple(`${META}.MicroTime`, 'string/date-time', 'meta', 'MicroTime');
  simple(QUANTITY, 'string', 'api', 'Quantity');
  simple(INT_OR_STRING, 'string/int-or-string', 'util', 'IntOrString');
  for (const [bare, { name, type }] of Object.entries(FREE_FORM))
    simple(name, type, bare === 'RawExtension' ? 'runtime' : bare === 'FieldsV1' ? 'meta' : 'apiextensions', bare);
  return definitions;
}
