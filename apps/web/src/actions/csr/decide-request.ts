import { apiPath } from '@quarterdeck/shared/resource-path';
import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import type { ActionApi, ActionTarget } from '../define-action.ts';

export type Decision = 'Approved' | 'Denied';

export interface DecisionInput {
  readonly reason: string;
  readonly message: string;
}

/** Whether the target is a request for a certificate. */
export function isRequest({ ref: { resource } }: ActionTarget): boolean {
  return resource.group === 'certificates.k8s.io' && resource.resource === 'certificatesigningrequests';
}

/** The request with the decision among its conditions, where it is not there already. */
export function decided(
  request: KubeObject,
  decision: Decision,
  { reason, message }: DecisionInput,
  now: Date,
): KubeObject {
  const conditions = listAt(request, 'status.conditions');
  if (conditions.some((condition) => textAt(condition, 'type') === decision)) return request;
  const lastUpdateTime = now.toISOString().replace(/\.\d+Z$/, 'Z');
  const status = request['status'];
  return {
    ...request,
    status: {
      ...(typeof status === 'object' ? status : {}),
      conditions: [...conditions, { type: decision, status: 'True', reason, message, lastUpdateTime }],
    },
  };
}

/** Approves or denies a request, as `kubectl certificate` does: over what was just read, so that nobody's decision is lost. */
export async function decide(
  target: ActionTarget,
  api: ActionApi,
  decision: Decision,
  input: DecisionInput,
): Promise<void> {
  const { resource, name } = target.ref;
  const request = (await api.request(apiPath(resource, { name }))) as KubeObject;
  await api.request(apiPath(resource, { name, subresource: 'approval' }), {
    method: 'PUT',
    body: JSON.stringify(decided(request, decision, input, new Date())),
  });
}
