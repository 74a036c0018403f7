import { apiPath } from '@quarterdeck/shared/resource-path';
import { type ActionApi, type ActionTarget, defineDialog } from '../define-action.ts';

/** As `kubectl cordon` patches: null takes the field away. */
function mark(unschedulable: true | null) {
  return async ({ ref }: ActionTarget, api: ActionApi): Promise<void> => {
    await api.request(apiPath(ref.resource, { name: ref.name }), {
      method: 'PATCH',
      contentType: 'application/merge-patch+json',
      body: JSON.stringify({ spec: { unschedulable } }),
    });
  };
}

export const cordon = defineDialog({
  dryRun: true,
  plan: (targets) => ({ key: 'nodes:cordon.plan', values: { count: targets.length } }),
  run: mark(true),
});

export const uncordon = defineDialog({
  dryRun: true,
  plan: (targets) => ({ key: 'nodes:cordon.back', values: { count: targets.length } }),
  run: mark(null),
});
