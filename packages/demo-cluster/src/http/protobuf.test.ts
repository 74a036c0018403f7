import { expect, test } from 'vitest';
import { decodeProtobuf } from './protobuf.ts';

const field = (number: number, payload: Uint8Array | string) => {
  const bytes = Buffer.from(payload);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
};
const varint = (number: number, value: number) => Buffer.from([number << 3, value]);
const join = (...parts: Uint8Array[]) => Buffer.concat(parts);

function body(apiVersion: string, kind: string, message: Uint8Array): Buffer {
  return join(Buffer.from('k8s\0'), field(1, join(field(1, apiVersion), field(2, kind))), field(2, message));
}

test('a ConfigMap: strings, maps, zero values left out', () => {
  const metadata = join(field(1, 'name'), field(3, ''), field(8, ''));
  const message = join(field(1, metadata), field(2, join(field(1, 'key'), field(2, 'value'))));
  expect(decodeProtobuf(body('v1', 'ConfigMap', message))).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'name' },
    data: { key: 'value' },
  });
});

test('zero behind a pointer counts', () => {
  const message = join(varint(1, 0), field(4, 'Orphan'), field(5, 'All'));
  expect(decodeProtobuf(body('v1', 'DeleteOptions', message))).toMatchObject({
    gracePeriodSeconds: 0,
    propagationPolicy: 'Orphan',
    dryRun: ['All'],
  });
});

test('inlined messages, quantities and ports by name or number', () => {
  const number = join(varint(1, 0), varint(2, 80));
  const name = join(varint(1, 1), field(3, 'http'));
  const limits = field(1, join(field(1, 'cpu'), field(2, field(1, '500m'))));
  const probe = (port: Uint8Array) => field(1, field(2, join(field(1, '/'), field(2, port))));
  const container = join(field(1, 'c'), field(8, limits), field(10, probe(number)), field(11, probe(name)));
  const object = decodeProtobuf(body('v1', 'Pod', field(2, field(2, container))));
  expect(object['spec']).toEqual({
    containers: [
      {
        name: 'c',
        resources: { limits: { cpu: '500m' } },
        livenessProbe: { httpGet: { path: '/', port: 80 } },
        readinessProbe: { httpGet: { path: '/', port: 'http' } },
      },
    ],
  });
});

test.each([
  ['no magic number', Buffer.from('{}'), 400],
  ['an unknown kind', body('v1', 'Nothing', Buffer.alloc(0)), 415],
  ['a cut body', body('v1', 'ConfigMap', Buffer.from([10, 200])), 400],
  ['a varint without end', body('v1', 'ConfigMap', Buffer.alloc(20, 0xff)), 400],
])('%s is refused', (_case, bytes, code) => {
  expect(() => decodeProtobuf(bytes)).toThrow(expect.objectContaining({ code }));
});
