import type { ResourceType, Subresource } from '../../resources/resource-type.ts';
import type { GroupVersionKind } from './print-schemas.ts';

/** What a server can be asked, in words that both dialects of OpenAPI print. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly id: string;
  readonly description: string;
  readonly action: string;
  readonly kind: GroupVersionKind;
  readonly parameters: readonly Parameter[];
  /** what the body is: the kind itself, a patch, delete options */
  readonly body?: 'object' | 'patch' | 'DeleteOptions';
  readonly answer: 'object' | 'list' | 'Status' | 'text';
  readonly codes: readonly number[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly type: 'string' | 'boolean' | 'integer';
  readonly description: string;
}

export interface PathItem {
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly operations: readonly Operation[];
}

const query = (name: string, description: string, type: Parameter['type'] = 'string'): Parameter => ({
  name,
  in: 'query',
  type,
  description,
});

const PRETTY = query('pretty', 'Indent the answer.');
const DRY_RUN = query('dryRun', 'All: check and answer as always, but store nothing.');
const WRITE: readonly Parameter[] = [
  DRY_RUN,
  query('fieldManager', 'Who is recorded as the owner of the fields that are written.'),
  query('fieldValidation', 'What happens to unknown and duplicate fields: Ignore, Warn or Strict.'),
];
const FORCE = query('force', 'Apply takes over the fields of other managers.', 'boolean');
const DELETE: readonly Parameter[] = [
  DRY_RUN,
  query('gracePeriodSeconds', 'Seconds until the object goes; 0: at once.', 'integer'),
  query('orphanDependents', 'Deprecated: see propagationPolicy.', 'boolean'),
  query('propagationPolicy', 'Orphan, Background or Foreground.'),
];
const LIST: readonly Parameter[] = [
  query('allowWatchBookmarks', 'Send BOOKMARK events.', 'boolean'),
  query('continue', 'Where the page before ended.'),
  query('fieldSelector', 'Only objects with these fields.'),
  query('labelSelector', 'Only objects with these labels.'),
  query('limit', 'How many objects a page may have.', 'integer'),
  query('resourceVersion', 'How fresh the answer must be.'),
  query('resourceVersionMatch', 'How resourceVersion is meant.'),
  query('sendInitialEvents', 'Begin the watch with all objects.', 'boolean'),
  query('timeoutSeconds', 'How long the request may take.', 'integer'),
  query('watch', 'Answer with the changes, as they happen.', 'boolean'),
];
const NAMESPACE: Parameter = { name: 'namespace', in: 'path', type: 'string', description: 'The namespace.' };
const nameOf = (kind: string): Parameter => ({
  name: 'name',
  in: 'path',
  type: 'string',
  description: `The name of the ${kind}.`,
});

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** All paths of a resource in one version. */
export function pathsOf(type: ResourceType, version: string): PathItem[] {
  const root = type.group === '' ? `/api/${version}` : `/apis/${type.group}/${version}`;
  const prefix = `${capital(type.group.split('.')[0] || 'core')}${capital(version)}`;
  const scope = type.namespaced ? 'Namespaced' : '';
  const gvk = { group: type.group, version, kind: type.kind };
  const can = (verb: string) => type.verbs.includes(verb);
  const inScope = type.namespaced ? [NAMESPACE] : [];
  const collection = type.namespaced ? `${root}/namespaces/{namespace}/${type.plural}` : `${root}/${type.plural}`;
  const list = (id: string): Operation => ({
    method: 'get',
    id,
    description: `list or watch objects of kind ${type.kind}`,
    action: 'list',
    kind: gvk,
    parameters: LIST,
    answer: 'list',
    codes: [200],
  });
  const result: PathItem[] = [];
  if (type.namespaced && can('list'))
    result.push({
      path: `${root}/${type.plural}`,
      parameters: [PRETTY],
      operations: [list(`list${prefix}${type.kind}ForAllNamespaces`)],
    });
  const many: Operation[] = [];
  if (can('list')) many.push(list(`list${prefix}${scope}${type.kind}`));
  if (can('create'))
    many.push({
      method: 'post',
      id: `create${prefix}${scope}${type.kind}`,
      description: `create a ${type.kind}`,
      action: 'post',
      kind: gvk,
      parameters: WRITE,
      body: 'object',
      answer: 'object',
      codes: [200, 201, 202],
    });
  if (can('deletecollection'))
    many.push({
      method: 'delete',
      id: `delete${prefix}Collection${scope}${type.kind}`,
      description: `delete collection of ${type.kind}`,
      action: 'deletecollection',
      kind: gvk,
      parameters: [...DELETE, ...LIST.filter(({ name }) => name !== 'watch' && name !== 'allowWatchBookmarks')],
      body: 'DeleteOptions',
      answer: 'Status',
      codes: [200],
    });
  if (many.length > 0) result.push({ path: collection, parameters: [...inScope, PRETTY], operations: many });
  const one = itemOperations(type.kind, gvk, type.verbs, `${prefix}${scope}${type.kind}`);
  const itemParameters = [nameOf(type.kind), ...inScope, PRETTY];
  if (one.length > 0) result.push({ path: `${collection}/{name}`, parameters: itemParameters, operations: one });
  for (const sub of type.subresources)
    result.push({
      path: `${collection}/{name}/${sub.name}`,
      parameters: itemParameters,
      operations: subresourceOperations(sub, gvk, `${prefix}${scope}${type.kind}${capital(sub.name)}`),
    });
  return result.filter(({ operations }) => operations.length > 0);
}

function itemOperations(what: string, kind: GroupVersionKind, verbs: readonly string[], name: string): Operation[] {
  const all: readonly (Operation & { verb: string })[] = [
    {
      verb: 'get',
      method: 'get',
      id: `read${name}`,
      description: `read the specified ${what}`,
      action: 'get',
      kind,
      parameters: [],
      answer: 'object',
      codes: [200],
    },
    {
      verb: 'update',
      method: 'put',
      id: `replace${name}`,
      description: `replace the specified ${what}`,
      action: 'put',
      kind,
      parameters: WRITE,
      body: 'object',
      answer: 'object',
      codes: [200, 201],
    },
    {
      verb: 'delete',
      method: 'delete',
      id: `delete${name}`,
      description: `delete a ${what}`,
      action: 'delete',
      kind,
      parameters: DELETE,
      body: 'DeleteOptions',
      answer: 'Status',
      codes: [200, 202],
    },
    {
      verb: 'patch',
      method: 'patch',
      id: `patch${name}`,
      description: `partially update the specified ${what}`,
      action: 'patch',
      kind,
      parameters: [...WRITE, FORCE],
      body: 'patch',
      answer: 'object',
      codes: [200, 201],
    },
  ];
  return all.filter(({ verb }) => verbs.includes(verb)).map(({ verb: _verb, ...operation }) => operation);
}

function subresourceOperations(sub: Subresource, owner: GroupVersionKind, name: string): Operation[] {
  const kind = { group: sub.group ?? owner.group, version: sub.version ?? owner.version, kind: sub.kind };
  if (sub.kind.endsWith('Options'))
    return (['get', 'post'] as const).map((method) => ({
      method,
      id: `connect${capital(method)}${name}`,
      description: `connect to ${sub.name} of ${owner.kind}`,
      action: 'connect',
      kind,
      parameters: [],
      answer: 'text',
      codes: [200],
    }));
  const plain = itemOperations(`${sub.name} of ${owner.kind}`, kind, sub.verbs, name);
  if (!sub.verbs.includes('create')) return plain;
  return [
    ...plain,
    {
      method: 'post',
      id: `create${name}`,
      description: `create ${sub.name} of a ${owner.kind}`,
      action: 'post',
      kind,
      parameters: WRITE,
      body: 'object',
      answer: 'object',
      codes: [200, 201, 202],
    },
  ];
}
