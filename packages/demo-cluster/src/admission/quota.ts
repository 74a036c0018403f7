import { quantityOf } from '@quarterdeck/shared/quantity-text';
import type { Container, PodSpec } from '../controllers/kinds.ts';
import { textAt, valueAt } from '../json-value.ts';
import { forbidden } from '../status-error.ts';
import type { DemoObject } from '../store.ts';
import { type AdmissionPlugin, writes } from './admission-plugin.ts';
import { isInScope, measure, usageText, usedIn } from './quota-usage.ts';

const QUOTAS = { group: '', resource: 'resourcequotas' };

/** ResourceQuota: what a write adds must still fit, and a pod must say what a quota counts. */
export const quota: AdmissionPlugin = (request, store) => {
  const { operation, key, object, old, subresource } = request;
  const isResize = key.resource === 'pods' && subresource === 'resize';
  if (operation === 'DELETE' || (subresource !== '' && !isResize) || object.metadata.namespace === undefined)
    return undefined;
  const quotas = store.list(QUOTAS, object.metadata.namespace);
  if (quotas.length === 0) return undefined;
  const after = measure(key, object);
  const before = old ? measure(key, old) : new Map<string, number>();
  const name = object.metadata.name ?? '';
  for (const one of quotas) {
    if (!isInScope(one, key, object)) continue;
    const hard = (valueAt(one, 'spec', 'hard') ?? {}) as Readonly<Record<string, unknown>>;
    const unsaid = writes(request, 'pods', 'CREATE') ? missingIn(object, Object.keys(hard)) : '';
    if (unsaid !== '') throw forbidden(key, name, `failed quota: ${one.metadata.name}: must specify ${unsaid}`);
    const added = Object.keys(hard)
      .map((resource) => ({ resource, amount: (after.get(resource) ?? 0) - (before.get(resource) ?? 0) }))
      .filter(({ amount }) => amount > 0);
    if (added.length === 0) continue;
    const used = usedIn(one, (resource) => store.list(resource, object.metadata.namespace));
    const exceeded = added
      .filter(({ resource, amount }) => (used.get(resource) ?? 0) + amount > quantityOf(hard[resource]))
      .sort((a, b) => (a.resource < b.resource ? -1 : 1));
    if (exceeded.length === 0) continue;
    const list = (amount: (resource: string, added: number) => string) =>
      exceeded.map((it) => `${it.resource}=${amount(it.resource, it.amount)}`).join(',');
    const requested = list((resource, amount) => usageText(resource, amount));
    const present = list((resource) => usageText(resource, used.get(resource) ?? 0));
    const limited = list((resource) => String(hard[resource]));
    throw forbidden(
      key,
      name,
      `exceeded quota: ${one.metadata.name}, requested: ${requested}, used: ${present}, limited: ${limited}`,
    );
  }
  return undefined;
};

/** "limits.cpu for: a,b; requests.memory for: b": compute resources of a quota that containers do not name. */
function missingIn(pod: DemoObject, hard: readonly string[]): string {
  const spec = pod['spec'] as PodSpec;
  const containers: Container[] = [...spec.containers, ...(spec.initContainers ?? [])];
  const compute = hard.filter((name) => /^(?:(?:requests|limits)\.)?(?:cpu|memory)$/.test(name)).sort();
  return compute
    .flatMap((name) => {
      const [side, resource] = name.includes('.') ? name.split('.') : ['requests', name];
      const lacking = containers.filter((one) => {
        const amounts = valueAt(one, 'resources', side ?? 'requests');
        return valueAt(amounts, resource ?? '') === undefined;
      });
      return lacking.length === 0 ? [] : [`${name} for: ${lacking.map((one) => textAt(one, 'name')).join(',')}`];
    })
    .join('; ');
}
