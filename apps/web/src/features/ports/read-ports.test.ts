import { expect, it } from 'vitest';
import type { KubeObject } from '../../api/kube-object.ts';
import { declaredPorts } from './read-ports.ts';

const object = (spec: object): KubeObject =>
  ({ apiVersion: 'v1', kind: 'X', metadata: { name: 'x', uid: 'u' }, spec }) as KubeObject;

it('reads the ports of a Pod and of a Service, and guesses https', () => {
  const ports = [
    { containerPort: 8080, name: 'http' },
    { containerPort: 8443 },
    { containerPort: 53, protocol: 'UDP' },
  ];
  expect(declaredPorts(object({ containers: [{ name: 'main', ports }, { name: 'bare' }] }), 'pods')).toEqual([
    { port: 8080, name: 'http', protocol: 'TCP', container: 'main', scheme: 'http' },
    { port: 8443, name: '', protocol: 'TCP', container: 'main', scheme: 'https' },
    { port: 53, name: '', protocol: 'UDP', container: 'main', scheme: 'http' },
  ]);
  expect(declaredPorts(object({ ports: [{ port: 80, name: 'web', targetPort: 'http' }] }), 'services')).toEqual([
    { port: 80, name: 'web', protocol: 'TCP', container: '', scheme: 'http' },
  ]);
  expect(declaredPorts(object({}), 'services')).toEqual([]);
});
