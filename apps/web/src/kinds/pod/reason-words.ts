/** What shows more of a reason: the log of a container (of its last run), the pod's events, its node's page. */
export type ReasonPlace = 'log' | 'lastLog' | 'events' | 'node';

interface ReasonEntry {
  /** in the namespace "reasons": `about.<key>.cause` and `about.<key>.next` */
  readonly key: string;
  readonly place?: ReasonPlace;
}

/**
 * Reasons and STATUS words of pods and their containers that have words of their own, with where one looks next. Those of kubelets that
 * are no longer made are here too: clusters live long.
 */
const PLACES: Readonly<Record<string, ReasonPlace | ''>> = {
  Error: 'log',
  Completed: '',
  OOMKilled: 'lastLog',
  CrashLoopBackOff: 'lastLog',
  ContainerCannotRun: 'events',
  StartError: 'events',
  RunContainerError: 'events',
  CreateContainerConfigError: 'events',
  CreateContainerError: 'events',
  CreatePodSandboxError: 'events',
  PreStartHookError: 'events',
  PostStartHookError: 'events',
  InvalidImageName: '',
  ImageInspectError: 'events',
  ErrImageNeverPull: '',
  ErrImagePull: 'events',
  ImagePullBackOff: 'events',
  RegistryUnavailable: 'events',
  ContainerCreating: 'events',
  PodInitializing: '',
  ContainersNotInitialized: '',
  ContainersNotReady: '',
  Waiting: 'events',
  Pending: 'events',
  Unschedulable: 'events',
  SchedulingGated: '',
  Terminating: 'node',
  NodeLost: 'node',
  Unknown: 'node',
  NodeAffinity: 'node',
  OutOf: 'node',
  UnexpectedAdmissionError: 'events',
  Evicted: 'node',
  Preempting: '',
  TerminationByKubelet: 'node',
  DeletionByTaintManager: 'node',
  DeadlineExceeded: '',
  NodeShutdown: 'node',
  ContainerStatusUnknown: 'node',
  DockerDaemonNotReady: 'node',
  NetworkPluginNotReady: 'node',
  Blocked: 'events',
};

/** Other names of the same. */
const SAME: Readonly<Record<string, string>> = {
  Unkown: 'Unknown',
  PreStartContainer: 'PreStartHookError',
  FailedCreatePodSandBox: 'CreatePodSandboxError',
  Shutdown: 'NodeShutdown',
  Terminated: 'NodeShutdown',
  KubeletNotReady: 'DockerDaemonNotReady',
  AppArmor: 'Blocked',
};

/** All reasons that the dictionary knows, for its test. */
export const KNOWN_REASONS: readonly string[] = Object.keys(PLACES);

/** The entry of a reason as the cluster writes it ("Init:ImagePullBackOff", "OutOfcpu"); undefined for one that we know nothing of. */
export function findReason(reason: string): ReasonEntry | undefined {
  const word = reason.replace(/^Init:/, '');
  const key = word.startsWith('OutOf') ? 'OutOf' : (own(SAME, word) ?? word);
  const place = own(PLACES, key);
  if (place === undefined) return undefined;
  return place === '' ? { key } : { key, place };
}

function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
