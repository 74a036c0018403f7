import { timestamp } from '../../controllers/time.ts';
import { cloneJson, type JsonObject, objectIn, objectsIn, textAt, valueAt } from '../../json-value.ts';
import type { ClusterStore, DemoObject } from '../../store.ts';

const CRDS = { group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' };

/** Defaults and status of a CustomResourceDefinition, which are there at once: a real server needs a moment. */
export function fillDefinition(object: DemoObject, old: DemoObject | undefined, store: ClusterStore): void {
  const spec = objectIn(object, 'spec');
  const names = objectIn(spec, 'names');
  const kind = textAt(names, 'kind');
  if (kind !== '') {
    names['listKind'] ??= `${kind}List`;
    names['singular'] ??= kind.toLowerCase();
  }
  spec['conversion'] ??= { strategy: 'None' };
  const status: JsonObject = old ? objectIn(object, 'status') : {};
  object['status'] = status;
  const stored = Array.isArray(status['storedVersions']) ? status['storedVersions'] : [];
  const storage = textAt(
    objectsIn(spec, 'versions').find((version) => version['storage'] === true),
    'name',
  );
  status['storedVersions'] = storage === '' || stored.includes(storage) ? stored : [...stored, storage];
  const clash = clashOf(object, store);
  if (!clash || status['acceptedNames'] === undefined) status['acceptedNames'] = clash ? noNames() : cloneJson(names);
  const now = old ? timestamp(store.now()) : object.metadata.creationTimestamp;
  const previous = objectsIn(status, 'conditions');
  const established = previous.some(
    (condition) => condition['type'] === 'Established' && condition['status'] === 'True',
  );
  const wanted = [...namesConditions(clash, established), ...approvalConditions(object)];
  status['conditions'] = [
    ...wanted.map((condition) => {
      const before = previous.find((other) => other['type'] === condition['type']);
      const since = before && before['status'] === condition['status'] ? before['lastTransitionTime'] : now;
      return { lastTransitionTime: since, ...condition };
    }),
    ...previous.filter((condition) => !wanted.some((other) => other['type'] === condition['type'])),
  ];
}

const noNames = () => ({ kind: '', plural: '' });

function namesConditions(clash: Clash | undefined, established: boolean): JsonObject[] {
  const accepted = clash
    ? { message: `"${clash.name}" is already in use`, reason: clash.reason, status: 'False' }
    : { message: 'no conflicts found', reason: 'NoConflicts', status: 'True' };
  // what was established once stays so
  const served =
    clash && !established
      ? { message: 'not all names are accepted', reason: 'NotAccepted', status: 'False' }
      : { message: 'the initial names have been accepted', reason: 'InitialNamesAccepted', status: 'True' };
  return [
    { ...accepted, type: 'NamesAccepted' },
    { ...served, type: 'Established' },
  ];
}

/** Groups of Kubernetes itself need somebody who approved their kinds (KEP-1111). */
function approvalConditions(object: DemoObject): JsonObject[] {
  if (!/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(textAt(object, 'spec', 'group'))) return [];
  const approval = object.metadata.annotations?.['api-approved.kubernetes.io'] ?? '';
  const approved = approval.startsWith('https://');
  return [
    {
      message: approved ? `approved in ${approval}` : `not approved: "${approval}"`,
      reason: approved ? 'ApprovedAnnotation' : 'UnapprovedAnnotation',
      status: approved ? 'True' : 'False',
      type: 'KubernetesAPIApprovalPolicyConformant',
    },
  ];
}

interface Clash {
  readonly name: string;
  readonly reason: 'ShortNamesConflict' | 'KindConflict' | 'ListKindConflict' | 'SingularConflict';
}

/** A name that another definition of the group has had before. */
function clashOf(object: DemoObject, store: ClusterStore): Clash | undefined {
  const group = textAt(object, 'spec', 'group');
  const others = store
    .list(CRDS)
    .filter((other) => other.metadata.name !== object.metadata.name && textAt(other, 'spec', 'group') === group);
  const taken = new Set(others.flatMap((other) => resourceNames(valueAt(other, 'status', 'acceptedNames'))));
  const kinds = new Set(others.flatMap((other) => kindNames(valueAt(other, 'status', 'acceptedNames'))));
  const names = valueAt(object, 'spec', 'names');
  const singular = textAt(names, 'singular');
  const kind = textAt(names, 'kind');
  const listKind = textAt(names, 'listKind');
  if (taken.has(singular)) return { name: singular, reason: 'SingularConflict' };
  const short = shortNames(names).find((name) => taken.has(name));
  if (short !== undefined) return { name: short, reason: 'ShortNamesConflict' };
  if (kinds.has(kind)) return { name: kind, reason: 'KindConflict' };
  return kinds.has(listKind) ? { name: listKind, reason: 'ListKindConflict' } : undefined;
}

function shortNames(names: unknown): string[] {
  const list = valueAt(names, 'shortNames');
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

const resourceNames = (names: unknown) =>
  [textAt(names, 'plural'), textAt(names, 'singular'), ...shortNames(names)].filter((name) => name !== '');

const kindNames = (names: unknown) => [textAt(names, 'kind'), textAt(names, 'listKind')].filter((name) => name !== '');
