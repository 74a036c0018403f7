import { countedResource, usageText, usedIn } from '../admission/quota-usage.ts';
import type { DemoObject, StoreEvent } from '../store.ts';
import { type Controller, type ControllerContext, itself, queueKey } from './controller.ts';
import { KEYS } from './kinds.ts';

interface ResourceQuota extends DemoObject {
  spec?: { hard?: Record<string, string> };
}

/** The quotas that count the resource of a change. */
function quotasOf({ key, object }: StoreEvent, { store }: ControllerContext): string[] {
  return (store.list(KEYS.ResourceQuota, object.metadata.namespace ?? '') as ResourceQuota[])
    .filter(({ spec }) =>
      Object.keys(spec?.hard ?? {}).some((name) => {
        const counted = countedResource(name);
        return counted.group === key.group && counted.resource === key.resource;
      }),
    )
    .map((one) => queueKey(one.metadata.namespace, one.metadata.name));
}

/** Counts what a ResourceQuota limits. */
export const resourceQuotaController: Controller = {
  name: 'resource-quota',
  watches: [
    { key: KEYS.ResourceQuota, map: itself },
    { key: undefined, map: quotasOf },
  ],
  reconcile(context, namespace, name) {
    const quota = context.store.get(KEYS.ResourceQuota, namespace, name) as ResourceQuota | undefined;
    if (!quota) return undefined;
    const used = usedIn(quota, (key) => context.store.list(key, namespace));
    context.store.update(KEYS.ResourceQuota, namespace, name, (draft) => {
      draft['status'] = {
        hard: { ...quota.spec?.hard },
        used: Object.fromEntries([...used].map(([resource, amount]) => [resource, usageText(resource, amount)])),
      };
    });
    return undefined;
  },
};
