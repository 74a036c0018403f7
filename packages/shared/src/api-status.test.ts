import { expect, test } from 'vitest';
import { problemOfStatus } from './api-status.ts';
import { isProblem } from './problem.ts';

const forbidden = {
  kind: 'Status',
  status: 'Failure',
  reason: 'Forbidden',
  code: 403,
  message: 'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "b"',
  details: { kind: 'pods' },
};

test('the words of the API server are kept as detail, its facts as parameters', () => {
  const problem = problemOfStatus(403, forbidden);
  expect(problem).toMatchObject({
    code: 'qd.api.forbidden',
    status: 403,
    detail: forbidden.message,
    params: { resource: 'pods', httpStatus: 403 },
  });
  expect(isProblem(problem)).toBe(true);
});

test.each([
  [410, { kind: 'Status', reason: 'Expired', code: 410 }, 'qd.api.gone'],
  [409, { kind: 'Status', reason: 'AlreadyExists' }, 'qd.api.already-exists'],
  [409, { kind: 'Status', reason: 'Conflict' }, 'qd.api.conflict'],
  [429, 'slow down', 'qd.api.too-many-requests'],
  [401, undefined, 'qd.api.unauthorized'],
  [418, { kind: 'Status', reason: 'Teapot', code: 418 }, 'qd.api.failed'],
  [502, '<html>bad gateway</html>', 'qd.cluster.bad-answer'],
])('%i %j', (httpStatus, body, code) => expect(problemOfStatus(httpStatus, body).code).toBe(code));

test('retryAfterSeconds is handed on', () => {
  expect(
    problemOfStatus(429, { kind: 'Status', reason: 'TooManyRequests', details: { retryAfterSeconds: 7 } })
      .retryAfterSeconds,
  ).toBe(7);
});

test('a Status with members of other types makes no Problem with such', () => {
  const details = { name: ['a'], kind: { a: 1 }, retryAfterSeconds: '7\r\nx: y' };
  const problem = problemOfStatus(500, { kind: 'Status', message: { a: 1 }, details });
  expect(problem).not.toHaveProperty('detail');
  expect(problem).not.toHaveProperty('retryAfterSeconds');
  expect(Object.values(problem.params ?? {}).every((value) => ['string', 'number'].includes(typeof value))).toBe(true);
});

test.each([null, 1, 'x', {}, { code: 'qd.nope', status: 1, title: 't' }, { code: 'toString', status: 1, title: 't' }])(
  '%j is no problem of the catalogue',
  (value) => {
    expect(isProblem(value)).toBe(false);
  },
);
