import type { TerminalRequest } from '../../api/dock-requests.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { readContainers } from '../../api/pod-containers.ts';

/** What has become of the container whose terminal ended. */
export interface AfterEnd {
  /** i18n key below "after" */
  readonly key: 'gone' | 'replaced' | 'deleting' | 'stopped' | 'waiting' | 'restarted' | 'running';
  readonly reason: string;
  readonly code: number | undefined;
  /** a new terminal can be opened, now or as soon as the container starts */
  readonly again: boolean;
  /** of the pod that has the name now */
  readonly uid: string | undefined;
}

/** Reads it off the pod; "gone" when there is none of that name. `openedAt`: epoch milliseconds. */
export function afterEnd(pod: KubeObject | 'gone', request: TerminalRequest, openedAt: number): AfterEnd {
  const none = { reason: '', code: undefined, uid: undefined };
  if (pod === 'gone') return { ...none, key: 'gone', again: false };
  const { uid, deletionTimestamp } = pod.metadata;
  if (request.podUid !== undefined && uid !== request.podUid) return { ...none, key: 'replaced', again: true, uid };
  if (deletionTimestamp !== undefined) return { ...none, key: 'deleting', again: false, uid };
  const container = readContainers(pod).find(({ name }) => name === request.container);
  const { state, lastState } = container ?? {};
  if (state?.phase === 'terminated')
    return { key: 'stopped', reason: state.reason, code: state.exitCode, again: false, uid };
  // between two restarts the kubelet reports the end as the last state
  const ended = lastState?.phase === 'terminated' ? lastState : undefined;
  if (state?.phase === 'waiting')
    return { key: 'waiting', reason: ended?.reason || state.reason, code: ended?.exitCode, again: true, uid };
  // its clock has whole seconds
  if (ended !== undefined && Date.parse(ended.finishedAt) + 1000 > openedAt)
    return { key: 'restarted', reason: ended.reason, code: ended.exitCode, again: true, uid };
  return { ...none, key: 'running', again: true, uid };
}
