import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { clientAddress, type Trusts } from './client-address.ts';

function ask(forwarded: string | undefined, trusts: Trusts): string | undefined {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: '10.0.0.1' });
  const request = new IncomingMessage(socket);
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded;
  return clientAddress(request, trusts);
}

it('believes as many proxies as are trusted, the nearest first, and nobody else', () => {
  const hops =
    (count: number): Trusts =>
    (_address, hop) =>
      hop < count;
  expect(ask('1.2.3.4', hops(0))).toBe('10.0.0.1');
  expect(ask(undefined, hops(1))).toBe('10.0.0.1');
  expect(ask('6.6.6.6, 1.2.3.4', hops(1))).toBe('1.2.3.4');
  expect(ask('6.6.6.6, 1.2.3.4,10.0.0.2', hops(2))).toBe('1.2.3.4');
  expect(ask(' , 1.2.3.4,', hops(9))).toBe('1.2.3.4');
  expect(ask('6.6.6.6, 1.2.3.4, 10.0.0.2', (address) => address.startsWith('10.'))).toBe('1.2.3.4');
});
