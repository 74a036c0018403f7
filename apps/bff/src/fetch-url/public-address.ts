import { BlockList, isIP } from 'node:net';

/** IPv4 that is not the public Internet (IANA's special-purpose registry), and cloud platforms' own addresses within it. */
const NOT_PUBLIC_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  // the host's side of every Azure machine, metadata included
  '168.63.129.16/32',
];
/** Of IPv6 only global unicast is public; what carries IPv4 within it (6to4, Teredo) could lead anywhere. */
const GLOBAL_6 = '2000::/3';
const NOT_PUBLIC_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

function listOf(networks: readonly string[], type: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    list.addSubnet(address, Number(bits), type);
  }
  return list;
}

const refused4 = listOf(NOT_PUBLIC_4, 'ipv4');
const global6 = listOf([GLOBAL_6], 'ipv6');
const refused6 = listOf(NOT_PUBLIC_6, 'ipv6');

/**
 * Whether an address is of the public Internet: not private, loopback, link-local (cloud metadata), shared (CGNAT), multicast,
 * reserved, nor IPv6 that stands for an IPv4 address (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !refused4.check(address, 'ipv4');
    case 6:
      // "fe80::1%eth0" is of one link, whatever its address
      return !address.includes('%') && global6.check(address, 'ipv6') && !refused6.check(address, 'ipv6');
    default:
      return false;
  }
}
