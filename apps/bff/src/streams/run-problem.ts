import { type Problem, problem } from '@quarterdeck/shared/problem';
import { isCommandMissing } from './channel-protocol.ts';
import { type ContainerName, execProblem } from './exec-problem.ts';

/** The Problem of a command that could not be begun: as a terminal's, in words that do not speak of one. */
export function runProblem(error: unknown, target: ContainerName, [command = '']: readonly string[]): Problem {
  const fault = execProblem(error, target);
  const { detail = '', params } = fault;
  const more = { ...(detail === '' ? {} : { detail }), params: { ...params, command } };
  // some runtimes look for the file before the protocol is switched
  if (isCommandMissing({ code: null, message: detail }, Buffer.alloc(0)) && fault.status >= 500)
    return problem('qd.run.command-missing', 'The container has no such command', more);
  if (fault.code === 'qd.terminal.upstream-refused')
    return problem('qd.run.refused', 'The command could not be run', more);
  return fault;
}
