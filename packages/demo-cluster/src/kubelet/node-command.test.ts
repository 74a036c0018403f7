import { expect, it } from 'vitest';
import { nodeCommand } from './node-command.ts';

it.each([
  [['chroot', '/host', 'sh'], { argv: ['sh'], cwd: '/host' }],
  [['/usr/sbin/chroot', '/host'], { argv: ['sh'], cwd: '/host' }],
  [
    ['nsenter', '-t', '1', '-m', '-u', '-i', '-n', '-p', '--', 'sh', '-c', 'id'],
    { argv: ['sh', '-c', 'id'], cwd: '/host' },
  ],
  [['nsenter', '--target=1', '--mount', 'cat', '/etc/hostname'], { argv: ['cat', '/etc/hostname'], cwd: '/host' }],
  [['nsenter', '-t', '1', '-m'], { argv: ['sh'], cwd: '/host' }],
  [['sh', '-c', 'chroot /host'], { argv: ['sh', '-c', 'chroot /host'] }],
])('%j', (argv, expected) => {
  expect(nodeCommand(argv)).toEqual(expected);
});
