import { type OpenSocket, openSocket, type SocketEvents, socketUrl } from '../../api/stream-socket.ts';
import type { SocketNews, SocketOrder } from './socket-worker.ts';

/** The part of a Worker that is used; a script in tests. */
export interface SocketWorker {
  postMessage(order: SocketOrder): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<SocketNews>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** Sockets in a worker, one for all of them, which starts with the first and stays; where there can be none, in the page. */
export function workerSockets(start: () => SocketWorker, otherwise: OpenSocket = openSocket): OpenSocket {
  const sockets = new Map<number, SocketEvents>();
  let worker: SocketWorker | undefined;
  let isBroken = false;
  let last = 0;
  const take = ({ data: news }: MessageEvent<SocketNews>): void => {
    const events = sockets.get(news.socket);
    if (events === undefined) return;
    if (news.type === 'open') events.open();
    else if (news.type === 'closed') {
      sockets.delete(news.socket);
      events.closed(news.code);
    } else if (typeof news.data === 'string') events.text(news.data);
    else events.binary(new Uint8Array(news.data));
  };
  const begin = (): SocketWorker => {
    const begun = start();
    begun.onmessage = take;
    // its script may be gone from the server: who tries again is served by the page
    begun.onerror = () => {
      isBroken = true;
      // with its sockets: those that are cut here would stay open there, and their shells with them
      begun.terminate();
      const cut = [...sockets.values()];
      sockets.clear();
      for (const events of cut) events.closed(1006);
    };
    return begun;
  };
  return (path, events) => {
    if (isBroken) return otherwise(path, events);
    worker ??= begin();
    const to = worker;
    last += 1;
    const socket = last;
    sockets.set(socket, events);
    to.postMessage({ socket, type: 'open', url: socketUrl(path) });
    return {
      send: (data) => to.postMessage({ socket, type: 'send', data }),
      close() {
        if (sockets.delete(socket)) to.postMessage({ socket, type: 'close' });
      },
    };
  };
}

/** A terminal's WebSocket to the BFF. */
export const openTerminalSocket: OpenSocket =
  typeof Worker === 'undefined'
    ? openSocket
    : workerSockets(() => new Worker(new URL('./socket-worker.ts', import.meta.url), { type: 'module' }));
