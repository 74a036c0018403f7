import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SocketEvents } from '../../api/stream-socket.ts';
import type { SocketNews, SocketOrder } from './socket-worker.ts';
import { type SocketWorker, workerSockets } from './worker-sockets.ts';

beforeEach(() => vi.stubGlobal('window', { location: { href: 'https://here.example/clusters/demo' } }));
afterEach(() => vi.unstubAllGlobals());

const PATH = '/api/clusters/demo/terminal';

class ScriptedWorker implements SocketWorker {
  readonly orders: SocketOrder[] = [];
  readonly terminate = vi.fn();
  onmessage: SocketWorker['onmessage'] = null;
  onerror: SocketWorker['onerror'] = null;

  postMessage(order: SocketOrder): void {
    this.orders.push(order);
  }

  tell(data: SocketNews): void {
    this.onmessage?.(new MessageEvent('message', { data }));
  }
}

function listener() {
  const heard: unknown[] = [];
  const events: SocketEvents = {
    open: () => heard.push('open'),
    text: (data) => heard.push(data),
    binary: (data) => heard.push([...data]),
    closed: (code) => heard.push(code),
  };
  return { heard, events };
}

function scripted() {
  const workers: ScriptedWorker[] = [];
  const start = () => {
    const worker = new ScriptedWorker();
    workers.push(worker);
    return worker;
  };
  const otherwise = vi.fn(() => ({ send: vi.fn(), close: vi.fn() }));
  return { workers, otherwise, open: workerSockets(start, otherwise) };
}

describe('sockets in a worker', () => {
  it('share one, which starts with the first', () => {
    const { workers, open } = scripted();
    expect(workers).toHaveLength(0);
    const first = open(PATH, listener().events);
    open(PATH, listener().events);
    first.send('{}');
    const url = `wss://here.example${PATH}`;
    expect(workers).toHaveLength(1);
    expect(workers[0]?.orders).toEqual([
      { socket: 1, type: 'open', url },
      { socket: 2, type: 'open', url },
      { socket: 1, type: 'send', data: '{}' },
    ]);
  });

  it('each hear what is theirs, in the order of the network', () => {
    const { workers, open } = scripted();
    const [first, second] = [listener(), listener()];
    open(PATH, first.events);
    open(PATH, second.events);
    const [worker] = workers;
    worker?.tell({ socket: 1, type: 'open' });
    worker?.tell({ socket: 2, type: 'open' });
    worker?.tell({ socket: 2, type: 'data', data: 'text' });
    worker?.tell({ socket: 1, type: 'data', data: Uint8Array.of(1, 2).buffer });
    worker?.tell({ socket: 1, type: 'closed', code: 1006 });
    worker?.tell({ socket: 1, type: 'data', data: 'after its end' });
    expect(first.heard).toEqual(['open', [1, 2], 1006]);
    expect(second.heard).toEqual(['open', 'text']);
  });

  it('say nothing after they were closed, and are closed once', () => {
    const { workers, open } = scripted();
    const { heard, events } = listener();
    const socket = open(PATH, events);
    socket.close();
    socket.close();
    workers[0]?.tell({ socket: 1, type: 'data', data: 'late' });
    workers[0]?.tell({ socket: 1, type: 'closed', code: 1000 });
    expect(heard).toEqual([]);
    expect(workers[0]?.orders.filter(({ type }) => type === 'close')).toHaveLength(1);
  });

  it('are the page’s own where the worker’s script cannot be read', () => {
    const { workers, otherwise, open } = scripted();
    const { heard, events } = listener();
    open(PATH, events);
    workers[0]?.onerror?.(new Event('error') as ErrorEvent);
    expect(heard).toEqual([1006]);
    expect(workers[0]?.terminate).toHaveBeenCalledTimes(1);
    expect(otherwise).not.toHaveBeenCalled();
    open(PATH, events);
    expect(otherwise).toHaveBeenCalledWith(PATH, events);
    expect(workers).toHaveLength(1);
  });
});
