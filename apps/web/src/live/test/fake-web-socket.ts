import type { LiveClientFrame, LiveServerFrame } from '@quarterdeck/shared/live-protocol';
import type { LiveWebSocket } from '../live-client.ts';

/** A WebSocket without a network; the class keeps what was made. */
export class FakeWebSocket implements LiveWebSocket {
  static made: FakeWebSocket[] = [];

  readyState = 0;
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  readonly url: string;
  readonly sent: LiveClientFrame[] = [];
  closed = false;

  constructor(url: string) {
    this.url = url;
    FakeWebSocket.made.push(this);
  }

  static get last(): FakeWebSocket {
    const socket = FakeWebSocket.made.at(-1);
    if (socket === undefined) throw new Error('no socket was made');
    return socket;
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data) as LiveClientFrame);
  }

  close(): void {
    this.closed = true;
    this.readyState = 3;
  }

  /** The peer accepts the socket. */
  open(): void {
    this.readyState = 1;
    this.onopen?.(new Event('open'));
  }

  /** The peer accepts the socket and welcomes the client. */
  welcome(heartbeatMs = 10_000): void {
    this.open();
    this.receive({ type: 'welcome', heartbeatMs });
  }

  receive(frame: LiveServerFrame | string): void {
    const data = typeof frame === 'string' ? frame : JSON.stringify(frame);
    this.onmessage?.(new MessageEvent('message', { data }));
  }

  /** The socket ends at the peer's side; 1006: without a word. */
  end(code: number): void {
    this.readyState = 3;
    this.onclose?.(new CloseEvent('close', { code }));
  }
}
