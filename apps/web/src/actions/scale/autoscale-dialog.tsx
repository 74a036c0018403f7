import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import type { KubeObject } from '../../api/kube-object.ts';
import { changedPaths } from '../../api/writes/changed-paths.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import { forOne } from '../debug/for-one.tsx';
import { type ActionApi, type ActionTarget, defineDialog } from '../define-action.ts';
import { kubectlCommand } from '../kubectl-command.ts';
import { AutoscaleForm } from './autoscale-form.tsx';
import {
  type AutoscaleInput,
  autoscaleFault,
  autoscalerSpec,
  fieldText,
  metricsText,
  newAutoscaler,
} from './autoscale-input.ts';

/** The dialog that makes or changes the autoscaler of a workload (OPS-100). */
export const autoscale = defineDialog<AutoscaleInput>({
  dryRun: true,
  form: { initial: () => ({ typed: {} }), view: forOne(AutoscaleForm), fault: autoscaleFault },
  plan: (_targets, input) => ({
    key: `scale:autoscale.plan.${input.read?.existing === undefined ? 'create' : 'change'}`,
    values: {
      name: input.read?.target.name,
      min: Number(fieldText(input, 'min')),
      max: Number(fieldText(input, 'max')),
      metrics: metricsText(input),
    },
  }),
  run: writeAutoscaler,
  kubectl: command,
});

async function writeAutoscaler({ ref }: ActionTarget, api: ActionApi, input: AutoscaleInput): Promise<void> {
  const { read } = input;
  if (read === undefined) return;
  const { resource, existing } = read;
  const own = { cluster: ref.cluster, resource, namespace: ref.namespace, name: fieldText(input, 'name') };
  if (existing === undefined) {
    const made = (await api.request(apiPath(resource, { namespace: ref.namespace }), {
      method: 'POST',
      body: JSON.stringify(newAutoscaler(input, read, ref.namespace)),
    })) as KubeObject;
    if (!api.isTrial) undoMemory.rememberObject(own, undefined, made);
    return;
  }
  const path = apiPath(resource, { ...own, name: existing.metadata.name });
  const before = (await api.request(path)) as KubeObject;
  // the fields that nobody touched say what stood there when the form was opened
  if (changedPaths(existing['spec'], before['spec']).length > 0)
    throw new ProblemError(problem('qd.api.conflict', 'Somebody else changed the autoscaler'));
  const after = (await api.request(path, {
    method: 'PATCH',
    contentType: 'application/merge-patch+json',
    // the list of metrics is written whole: over what was looked at, or not at all
    body: JSON.stringify({
      metadata: { resourceVersion: before.metadata.resourceVersion },
      spec: autoscalerSpec(input, before),
    }),
  })) as KubeObject;
  if (!api.isTrial) undoMemory.rememberObject({ ...own, name: existing.metadata.name }, before, after);
}

function command({ ref }: ActionTarget, input: AutoscaleInput): string {
  const { read } = input;
  if (read === undefined) return kubectlCommand('autoscale', ref, '--min=…', '--max=…', '--cpu-percent=…');
  const { resource, existing } = read;
  if (existing !== undefined) {
    const spec = autoscalerSpec(input, existing);
    const own = { ...ref, resource, name: existing.metadata.name };
    return kubectlCommand('patch', own, '--type=merge', '-p', JSON.stringify({ spec }));
  }
  const share = /^(\d+)%?$/.exec(fieldText(input, 'cpu'))?.[1];
  if (share === undefined || fieldText(input, 'memory') !== '')
    return `kubectl create -f - <<'EOF'\n${JSON.stringify(newAutoscaler(input, read, ref.namespace), null, 2)}\nEOF`;
  const name = fieldText(input, 'name');
  return kubectlCommand(
    'autoscale',
    ref,
    ...(name === ref.name ? [] : [`--name=${name}`]),
    `--min=${fieldText(input, 'min')}`,
    `--max=${fieldText(input, 'max')}`,
    `--cpu-percent=${share}`,
  );
}
