import { type Problem, ProblemError, problem } from '@quarterdeck/shared/problem';

/** What was asked for, for the words about why it failed. */
export interface ContainerName {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

// kubelet: `container not found ("main")`; newer API servers: "cannot exec into a container in a completed pod"; CRI: "… not running";
// a pod that no node has: "pod web does not have a host assigned"; a kubelet that has only just heard of it: "pod does not exist",
// "container main not found in pod web_ns"
const NOT_RUNNING =
  /container not found|completed pod|not running|does not have a host assigned|pod does not exist|container .{1,253} (?:not found in pod|is in .{1,40} state)/i;

/** The Problem of an exec that the API server or the kubelet refused. */
export function execProblem(error: unknown, { namespace, pod, container }: ContainerName): Problem {
  const names = { namespace, pod, container };
  if (!(error instanceof ProblemError))
    return problem('qd.terminal.upstream-refused', 'The terminal could not be opened', { params: names });
  const { code, detail, params } = error.problem;
  const more = { params: { ...params, ...names }, ...(detail ? { detail } : {}) };
  if (detail && NOT_RUNNING.test(detail) && (code === 'qd.api.internal' || code === 'qd.api.bad-request'))
    return problem('qd.terminal.container-not-running', 'The container is not running', more);
  if (code === 'qd.api.internal' || code === 'qd.api.failed')
    return problem('qd.terminal.upstream-refused', 'The terminal could not be opened', more);
  return { ...error.problem, ...more };
}
