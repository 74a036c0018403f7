import { type ActionApi, type ActionTarget, defineDialog } from '../define-action.ts';
import { writePatch } from '../patch/write-patch.ts';

/** As `kubectl cordon` patches: null takes the field away. The taint that the node controller adds then goes with it. */
function mark(unschedulable: true | null) {
  const body = JSON.stringify({ spec: { unschedulable } });
  return async (target: ActionTarget, api: ActionApi): Promise<void> => {
    await writePatch(target, { type: 'merge', text: '', body }, api, 'cordon');
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
