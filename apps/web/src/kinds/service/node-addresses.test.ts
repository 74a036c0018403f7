import { describe, expect, it } from 'vitest';
import { nodeAddresses, nodePorts } from './node-addresses.ts';

const node = (...addresses: readonly (readonly [type: string, address: string])[]) => ({
  status: { addresses: addresses.map(([type, address]) => ({ type, address })) },
});

describe('the addresses of nodes (T2.4-04, T2.4-07)', () => {
  it.each([
    ['what is reached from outside first', [node(['InternalIP', '10.0.0.1'], ['ExternalIP', '1.2.3.4'])], ['1.2.3.4']],
    [
      'of the nodes that have such a one',
      [node(['InternalIP', '10.0.0.1']), node(['ExternalIP', '1.2.3.4'])],
      ['1.2.3.4'],
    ],
    ['else the inner one, never a name alone', [node(['Hostname', 'n1'], ['InternalIP', '10.0.0.1'])], ['10.0.0.1']],
    [
      'three at most',
      ['1', '2', '3', '4'].map((n) => node(['InternalIP', `10.0.0.${n}`])),
      ['10.0.0.1', '10.0.0.2', '10.0.0.3'],
    ],
    ['nothing that is no address', [node(['InternalIP', '1.2.3.4/@evil.example'])], []],
    ['nothing of nothing', [{}], []],
  ])('%s', (_, nodes, addresses) => {
    expect(nodeAddresses(nodes)).toEqual(addresses);
  });

  it('make addresses with the node ports of a Service', () => {
    const service = {
      spec: {
        ports: [
          { port: 8080, nodePort: 30001, protocol: 'TCP' },
          { port: 443, nodePort: 30002, protocol: 'TCP' },
          { port: 53, nodePort: 30003, protocol: 'UDP' },
          { port: 80, protocol: 'TCP' },
        ],
      },
    };
    expect(nodePorts(service, ['10.0.0.1', 'fd00::1'])).toEqual([
      { port: '8080/TCP', nodePort: '30001', urls: ['http://10.0.0.1:30001', 'http://[fd00::1]:30001'] },
      { port: '443/TCP', nodePort: '30002', urls: ['https://10.0.0.1:30002', 'https://[fd00::1]:30002'] },
      { port: '53/UDP', nodePort: '30003', urls: [] },
    ]);
    expect(nodePorts(service, [])[0]?.urls).toEqual([]);
  });
});
