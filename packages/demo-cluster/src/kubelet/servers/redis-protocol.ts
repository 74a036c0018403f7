import type { Duplex } from 'node:stream';
import type { Listener } from '../network/cluster-network.ts';
import type { RedisServer, RedisValue } from './redis-server.ts';

const SERVERS = new WeakMap<Listener, RedisServer>();

/** Speaks RESP, and the inline commands that people type into nc. */
export function redisListener(server: RedisServer): Listener {
  const listener: Listener = (socket) => void converse(server, socket);
  SERVERS.set(listener, server);
  return listener;
}

/** The server that a port belongs to: how a replica finds what its leader knows. */
export function redisBehind(listener: Listener): RedisServer | undefined {
  return SERVERS.get(listener);
}

async function converse(server: RedisServer, socket: Duplex): Promise<void> {
  let buffer = Buffer.alloc(0);
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      buffer = Buffer.concat([buffer, chunk]);
      for (;;) {
        const request = readRequest(buffer);
        if (!request) break;
        buffer = buffer.subarray(request.size);
        if (request.words.length === 0) continue;
        socket.write(encodeValue(server.execute(request.words)));
        if (request.words[0]?.toLowerCase() === 'quit') {
          socket.end();
          return;
        }
      }
    }
  } catch {
    // a client that hangs up in the middle
  }
  socket.end();
}

function readRequest(buffer: Buffer): { words: string[]; size: number } | undefined {
  let at = 0;
  const line = () => {
    const end = buffer.indexOf('\n', at);
    if (end < 0) return undefined;
    const text = buffer.toString('utf8', at, end).replace(/\r$/, '');
    at = end + 1;
    return text;
  };
  const first = line();
  if (first === undefined) return undefined;
  if (!first.startsWith('*')) return { words: first.split(/\s+/).filter((word) => word !== ''), size: at };
  const words: string[] = [];
  for (let left = Number(first.slice(1)); left > 0; left--) {
    const head = line();
    if (head === undefined) return undefined;
    const length = Number(head.slice(1));
    if (at + length + 2 > buffer.length) return undefined;
    words.push(buffer.toString('utf8', at, at + length));
    at += length + 2;
  }
  return { words, size: at };
}

function encodeValue(value: RedisValue): string {
  switch (value.kind) {
    case 'status':
      return `+${value.text}\r\n`;
    case 'error':
      return `-${value.text}\r\n`;
    case 'integer':
      return `:${value.value}\r\n`;
    case 'bulk':
      return value.text === undefined ? '$-1\r\n' : `$${Buffer.byteLength(value.text)}\r\n${value.text}\r\n`;
    case 'array':
      return `*${value.items.length}\r\n${value.items.map(encodeValue).join('')}`;
  }
}
