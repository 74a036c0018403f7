import { expect, test } from 'vitest';
import { afterUpdate, type Manager } from './managers.ts';

const writer = {
  manager: 'me',
  operation: 'Update',
  apiVersion: 'v1',
  subresource: '',
  time: '2026-01-01T00:00:09Z',
} as const;
const mine: Manager = { ...writer, time: '2026-01-01T00:00:01Z', fields: { 'f:data': { 'f:a': {} } } };

test.each([
  ['a value that its writer had before is written anew', { 'f:data': { 'f:a': {} } }, undefined, writer.time],
  ['another field comes', { 'f:data': { 'f:b': {} } }, undefined, writer.time],
  ['nothing changes', undefined, undefined, mine.time],
])('the time of a manager: %s', (_, changed, removed, time) => {
  expect(afterUpdate([mine], writer, changed, removed)).toMatchObject([{ manager: 'me', time }]);
});
