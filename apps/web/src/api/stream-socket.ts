import { publicPath } from './base-path.ts';

/** WebSockets of terminals and logs behind a port, so that their clients are tested without a network. */

export interface SocketEvents {
  open(): void;
  text(data: string): void;
  binary(data: Uint8Array): void;
  /** told once, also when the connection never came about */
  closed(code: number): void;
}

export interface StreamSocket {
  send(data: string | Uint8Array<ArrayBuffer>): void;
  /** no event follows */
  close(): void;
}

export type OpenSocket = (path: string, events: SocketEvents) => StreamSocket;

/** The address of a WebSocket of the BFF; `path` begins with "/api/". */
export function socketUrl(path: string): string {
  const url = new URL(publicPath(path), window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** A WebSocket to the BFF. */
export const openSocket: OpenSocket = (path, events) => {
  const socket = new WebSocket(socketUrl(path));
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => events.open();
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (typeof data === 'string') events.text(data);
    else events.binary(new Uint8Array(data));
  };
  socket.onclose = ({ code }) => events.closed(code);
  return {
    send(data) {
      if (socket.readyState === WebSocket.OPEN) socket.send(data);
    },
    close() {
      socket.onopen = null;
      socket.onmessage = null;
      socket.onclose = null;
      socket.close(1000);
    },
  };
};

/** A frame of the BFF; undefined when it is no JSON object with a type. */
export function parseFrame<T extends { readonly type: string }>(data: string): T | undefined {
  try {
    const frame: unknown = JSON.parse(data);
    return typeof frame === 'object' && frame !== null && 'type' in frame ? (frame as T) : undefined;
  } catch {
    return undefined;
  }
}
