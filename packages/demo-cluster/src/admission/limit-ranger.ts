import { canonical, quantityOf, sumText } from '@quarterdeck/shared/quantity-text';
import { isJsonObject, type JsonObject, objectIn, objectsIn, textAt, valueAt } from '../json-value.ts';
import { forbidden } from '../status-error.ts';
import type { DemoObject } from '../store.ts';
import { type AdmissionPlugin, type AdmissionRequest, type AdmissionStore, writes } from './admission-plugin.ts';

const LIMIT_RANGES = { group: '', resource: 'limitranges' };
const ANNOTATION = 'kubernetes.io/limit-ranger';

type Amounts = Readonly<Record<string, unknown>>;

const amounts = (from: unknown, ...path: string[]): Amounts => {
  const found = valueAt(from, ...path);
  return isJsonObject(found) ? found : {};
};

const rangesOf = ({ object }: AdmissionRequest, store: AdmissionStore) =>
  store.list(LIMIT_RANGES, object.metadata.namespace);

const itemsOf = (ranges: readonly DemoObject[], type: string) =>
  ranges.flatMap((range) => objectsIn(range, 'spec', 'limits').filter((item) => textAt(item, 'type') === type));

/** LimitRanger, first half: containers without requests and limits get the namespace's, and a note says which. */
export const fillLimits: AdmissionPlugin = (request, store) => {
  if (!writes(request, 'pods', 'CREATE')) return undefined;
  const ranges = rangesOf(request, store);
  if (ranges.length === 0) return undefined;
  const notes: string[] = [];
  for (const list of ['containers', 'initContainers'])
    for (const container of objectsIn(request.object, 'spec', list))
      for (const [side, field] of [
        ['requests', 'defaultRequest'],
        ['limits', 'default'],
      ] as const) {
        const added = itemsOf(ranges, 'Container').flatMap((item) =>
          fillMissing(objectIn(container, 'resources'), side, amounts(item, field)),
        );
        const kind = list === 'containers' ? 'container' : 'init container';
        if (added.length > 0)
          notes.push(`${added.sort().join(', ')} ${side.slice(0, -1)} for ${kind} ${textAt(container, 'name')}`);
      }
  if (notes.length > 0)
    request.object.metadata.annotations = {
      ...request.object.metadata.annotations,
      [ANNOTATION]: `LimitRanger plugin set: ${notes.join('; ')}`,
    };
  return undefined;
};

function fillMissing(resources: JsonObject, side: string, defaults: Amounts): string[] {
  const missing = Object.keys(defaults).filter((name) => amounts(resources, side)[name] === undefined);
  if (missing.length > 0)
    resources[side] = {
      ...amounts(resources, side),
      ...Object.fromEntries(missing.map((name) => [name, defaults[name]])),
    };
  return missing;
}

/** LimitRanger, second half: nothing outside the limits. */
export const keepLimits: AdmissionPlugin = (request, store) => {
  const isPod =
    writes(request, 'pods', 'CREATE') || (request.key.resource === 'pods' && request.subresource === 'resize');
  const isClaim = writes(request, 'persistentvolumeclaims', 'CREATE', 'UPDATE');
  if (!isPod && !isClaim) return undefined;
  const ranges = rangesOf(request, store);
  const faults = ranges.flatMap((range) =>
    objectsIn(range, 'spec', 'limits').flatMap((item) =>
      isPod ? podFaults(request.object, item) : claimFaults(request.object, item),
    ),
  );
  const unique = [...new Set(faults)];
  if (unique.length > 0)
    throw forbidden(
      request.key,
      request.object.metadata.name ?? '',
      unique.length === 1 ? `${unique[0]}` : `[${unique.join(', ')}]`,
    );
  return undefined;
};

function podFaults(pod: DemoObject, item: JsonObject): string[] {
  const main = objectsIn(pod, 'spec', 'containers');
  const all = [...main, ...objectsIn(pod, 'spec', 'initContainers')];
  if (textAt(item, 'type') === 'Container')
    return all.flatMap((one) =>
      faultsOf(item, amounts(one, 'resources', 'requests'), amounts(one, 'resources', 'limits')),
    );
  if (textAt(item, 'type') !== 'Pod') return [];
  const total = (side: string) => {
    const names = new Set(main.flatMap((one) => Object.keys(amounts(one, 'resources', side))));
    return Object.fromEntries(
      [...names].map((name) => [name, sumText(main.map((one) => amounts(one, 'resources', side)[name]))]),
    );
  };
  return faultsOf(item, total('requests'), total('limits'));
}

const claimFaults = (claim: DemoObject, item: JsonObject) =>
  textAt(item, 'type') === 'PersistentVolumeClaim'
    ? faultsOf(item, amounts(claim, 'spec', 'resources', 'requests'), {}, false)
    : [];

function faultsOf(item: JsonObject, requests: Amounts, limits: Amounts, hasLimits = true): string[] {
  const type = textAt(item, 'type');
  const faults: string[] = [];
  for (const [name, least] of Object.entries(amounts(item, 'min'))) {
    const head = `minimum ${name} usage per ${type} is ${canonical(least)}`;
    if (requests[name] === undefined) faults.push(`${head}.  No request is specified`);
    else if (quantityOf(requests[name]) < quantityOf(least))
      faults.push(`${head}, but request is ${canonical(requests[name])}`);
    else if (limits[name] !== undefined && quantityOf(limits[name]) < quantityOf(least))
      faults.push(`${head}, but limit is ${canonical(limits[name])}`);
  }
  for (const [name, most] of Object.entries(amounts(item, 'max'))) {
    const head = `maximum ${name} usage per ${type} is ${canonical(most)}`;
    if (hasLimits && limits[name] === undefined) faults.push(`${head}.  No limit is specified`);
    else if (quantityOf(limits[name]) > quantityOf(most))
      faults.push(`${head}, but limit is ${canonical(limits[name])}`);
    else if (quantityOf(requests[name]) > quantityOf(most))
      faults.push(`${head}, but request is ${canonical(requests[name])}`);
  }
  for (const [name, ratio] of Object.entries(amounts(item, 'maxLimitRequestRatio'))) {
    const head = `${name} max limit to request ratio per ${type} is ${canonical(ratio)}`;
    const [asked, limit] = [quantityOf(requests[name]), quantityOf(limits[name])];
    if (asked === 0) faults.push(`${head}, but no request is specified or request is 0`);
    else if (limit === 0) faults.push(`${head}, but no limit is specified or limit is 0`);
    else if (limit / asked > quantityOf(ratio))
      faults.push(`${head}, but provided ratio is ${(limit / asked).toFixed(6)}`);
  }
  return faults;
}
