import type { Health } from '../define-kind.ts';

/** STATUS words of kubectl's printer that mean "on its way". Any other word that is not listed here is a warning. */
const PROGRESSING = new Set([
  'Pending',
  'Waiting',
  'ContainerCreating',
  'PodInitializing',
  'ContainersNotInitialized',
  'ContainersNotReady',
  'SchedulingGated',
  'Terminating',
]);

const FAILED = new Set([
  'Error',
  'Failed',
  'NodeLost',
  'CrashLoopBackOff',
  'InvalidImageName',
  'ImageInspectError',
  'ErrImageNeverPull',
  'ImagePullBackOff',
  'RegistryUnavailable',
  'ErrImagePull',
  'CreateContainerConfigError',
  'CreateContainerError',
  'CreatePodSandboxError',
  'PreStartContainer',
  'PreStartHookError',
  'PostStartHookError',
  'RunContainerError',
  'StartError',
  'ContainerCannotRun',
  'OOMKilled',
  'Evicted',
  'Preempting',
  'DeadlineExceeded',
  'UnexpectedAdmissionError',
  'NodeAffinity',
  'NodeShutdown',
  'Shutdown',
  'Terminated',
  'Blocked',
  'ContainerStatusUnknown',
]);

/**
 * Health of a pod from the words of the server's own columns: STATUS ("Init:CrashLoopBackOff") and READY ("1/2"), and the
 * reason of its condition PodScheduled.
 */
export function podHealth(status: string, ready: string, scheduling = ''): Health {
  const word = status.startsWith('Init:') ? status.slice('Init:'.length) : status;
  if (word === '') return 'unknown';
  if (word === 'Completed' || word === 'Succeeded') return 'stopped';
  if (word === 'Unknown' || word === 'Unkown') return 'unknown';
  if (word === 'Running') {
    const [have, want] = ready.split('/');
    // Running but not ready does not serve: no Service sends it anything.
    return have === want ? 'ok' : 'warning';
  }
  // No node takes it: it waits for somebody to do something, not for time to pass.
  if (word === 'Pending' && scheduling === 'Unschedulable') return 'warning';
  // "Init:1/2": init containers done of all.
  if (PROGRESSING.has(word) || /^\d+\/\d+$/.test(word)) return 'progressing';
  if (FAILED.has(word) || /^(?:ExitCode|Signal):-?\d+$/.test(word) || /^OutOf/.test(word)) return 'failed';
  return 'warning';
}
