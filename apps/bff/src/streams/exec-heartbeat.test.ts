import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { FakeClock } from '../test/fake-clock.ts';
import { keepExecAwake } from './exec-heartbeat.ts';

let server: WebSocketServer;
let upstream: WebSocket;
let socket: WebSocket;
let clock: FakeClock;
let pings: number;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong: false });
  await once(server, 'listening');
  pings = 0;
  const connected = once(server, 'connection');
  socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  [upstream] = (await connected) as [WebSocket];
  upstream.on('ping', () => {
    pings += 1;
  });
  if (socket.readyState !== socket.OPEN) await once(socket, 'open');
  clock = new FakeClock();
  keepExecAwake(socket, clock);
});

afterEach(() => {
  socket.terminate();
  server.close();
});

async function beat(times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    const before = pings;
    clock.advance(20_000);
    await vi.waitFor(() => expect(pings).toBe(before + 1));
  }
}

it('pings a silent API server, and puts up with one that never answers', async () => {
  await beat(6);
  expect(socket.readyState).toBe(socket.OPEN);
});

it('gives one up that has answered and is silent now', async () => {
  await beat(1);
  const pong = once(socket, 'pong');
  upstream.pong();
  await pong;
  await beat(2);
  clock.advance(20_000);
  expect(socket.readyState).not.toBe(socket.OPEN);
});

it('does not take its own pause for silence', async () => {
  const pong = once(socket, 'pong');
  upstream.pong();
  await pong;
  socket.pause();
  await beat(6);
  expect(socket.readyState).toBe(socket.OPEN);
});
