import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { expect, it } from 'vitest';
import { execProblem } from './exec-problem.ts';

const target = { namespace: 'ns', pod: 'web-0', container: 'main' };
const refused = (detail: string) =>
  execProblem(new ProblemError(problem('qd.api.internal', 'no', { detail })), target).code;

it.each([
  'container not found ("main")',
  'container main not found in pod web-0_ns',
  'unable to upgrade connection: pod does not exist',
  'pod web-0 does not have a host assigned',
  'cannot exec into a container in a completed pod; current phase is Succeeded',
  'container abc is in CONTAINER_EXITED state',
])('%s: it is not running, or not yet', (detail) => {
  expect(refused(detail)).toBe('qd.terminal.container-not-running');
});

it('what else the kubelet says is a refusal', () => {
  expect(refused('error dialing backend: dial tcp 10.0.0.1:10250: connect: connection refused')).toBe(
    'qd.terminal.upstream-refused',
  );
});
