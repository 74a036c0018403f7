import { listAt, textAt } from '../../api/read-field.ts';

/** Enough to try one after the other. */
const MOST = 3;
/** What leads to a node from furthest away comes first. */
const TYPES = ['ExternalIP', 'ExternalDNS', 'InternalIP', 'InternalDNS'] as const;

/** A port of a Service that every node opens. */
export interface NodePort {
  /** "8080/TCP" */
  readonly port: string;
  readonly nodePort: string;
  /** where it answers, by node; none for what is no TCP */
  readonly urls: readonly string[];
}

/** One address of each of the first nodes, of the kind that is reached from furthest away. */
export function nodeAddresses(nodes: readonly unknown[]): readonly string[] {
  for (const type of TYPES) {
    const found = nodes.flatMap(
      (node) =>
        listAt(node, 'status.addresses')
          .filter((each) => textAt(each, 'type') === type)
          .map((each) => textAt(each, 'address'))
          // it becomes a part of an address
          .find((address) => /^[\w.:-]+$/.test(address)) ?? [],
    );
    if (found.length > 0) return found.slice(0, MOST);
  }
  return [];
}

/** The ports of a Service that every node opens, and the addresses that they make. */
export function nodePorts(service: unknown, addresses: readonly string[]): readonly NodePort[] {
  return listAt(service, 'spec.ports')
    .filter((port) => textAt(port, 'nodePort') !== '')
    .map((port) => {
      const protocol = textAt(port, 'protocol') || 'TCP';
      const number = textAt(port, 'port');
      const nodePort = textAt(port, 'nodePort');
      const scheme = number.endsWith('443') || textAt(port, 'name').startsWith('https') ? 'https' : 'http';
      const host = (address: string) => (address.includes(':') ? `[${address}]` : address);
      return {
        port: `${number}/${protocol}`,
        nodePort,
        urls: protocol === 'TCP' ? addresses.map((address) => `${scheme}://${host(address)}:${nodePort}`) : [],
      };
    });
}
