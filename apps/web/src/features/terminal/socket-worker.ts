/**
 * Terminals' sockets, beside the page. A browser hands a thread 64 kB of a socket at a time and goes on when it has taken them, and the
 * page's thread is busy with drawing: what a shell prints would wait for each frame.
 */

/** From the page; `socket` numbers them. */
export type SocketOrder =
  | { readonly socket: number; readonly type: 'open'; readonly url: string }
  | { readonly socket: number; readonly type: 'send'; readonly data: string | Uint8Array<ArrayBuffer> }
  | { readonly socket: number; readonly type: 'close' };

/** To the page. */
export type SocketNews =
  | { readonly socket: number; readonly type: 'open' }
  | { readonly socket: number; readonly type: 'data'; readonly data: string | ArrayBuffer }
  | { readonly socket: number; readonly type: 'closed'; readonly code: number };

const sockets = new Map<number, WebSocket>();

self.onmessage = ({ data: order }: MessageEvent<SocketOrder>) => {
  if (order.type === 'open') open(order.socket, order.url);
  else if (order.type === 'send') {
    const socket = sockets.get(order.socket);
    if (socket?.readyState === WebSocket.OPEN) socket.send(order.data);
  } else {
    sockets.get(order.socket)?.close(1000);
    sockets.delete(order.socket);
  }
};

function open(id: number, url: string): void {
  const socket = new WebSocket(url);
  sockets.set(id, socket);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => tell({ socket: id, type: 'open' });
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => tell({ socket: id, type: 'data', data });
  socket.onclose = ({ code }) => {
    sockets.delete(id);
    tell({ socket: id, type: 'closed', code });
  };
}

function tell(news: SocketNews): void {
  const moves = news.type === 'data' && typeof news.data !== 'string' ? [news.data] : [];
  self.postMessage(news, { transfer: moves });
}
