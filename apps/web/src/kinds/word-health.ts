import type { Health } from './define-kind.ts';

const WORDS: Readonly<Record<Health, string>> = {
  ok: 'Running Active Bound Ready Complete Succeeded Available Healthy Synced Approved Issued Deployed Established Online Valid Normal',
  progressing:
    'Pending Waiting ContainerCreating PodInitializing Terminating Progressing Creating Provisioning Updating Deleting Scheduling Installing Upgrading Reconciling Released Starting Stopping',
  warning: 'Degraded Warning Unhealthy OutOfSync Paused',
  failed:
    'CrashLoopBackOff Error ImagePullBackOff ErrImagePull Failed Evicted OOMKilled NotReady Lost Invalid InvalidImageName CreateContainerConfigError CreateContainerError RunContainerError StartError DeadlineExceeded Rejected Denied Expired Unavailable',
  stopped: 'Completed Stopped Suspended Disabled Inactive Terminated Finished Unbound',
  unknown: 'Unknown',
};

const HEALTH = new Map<string, Health>(
  (Object.keys(WORDS) as Health[]).flatMap((health) =>
    WORDS[health].split(' ').map((word): [string, Health] => [word.toLowerCase(), health]),
  ),
);

/** Columns that say of a kind without a file how it does, the most telling first. */
const STATUS_COLUMNS = ['status', 'phase', 'state', 'health', 'ready', 'available', 'established', 'completions'];

/** The index of the column that carries the status; -1 when there is none. */
export function statusColumnOf(names: readonly string[]): number {
  const lower = names.map((name) => name.toLowerCase());
  for (const name of STATUS_COLUMNS) if (lower.includes(name)) return lower.indexOf(name);
  return -1;
}

/** Health by a status word as controllers commonly write it; undefined for a word that nobody knows: no mark is better than a wrong one. */
export function wordHealth(text: string): Health | undefined {
  // a condition's status, as CRDs print it
  if (text === 'True') return 'ok';
  if (text === 'False') return 'warning';
  const word = text.startsWith('Init:') ? text.slice('Init:'.length) : text;
  return HEALTH.get(word.toLowerCase());
}
