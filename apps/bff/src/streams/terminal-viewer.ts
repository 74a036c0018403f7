import { TERMINAL_WINDOW_BYTES, type TerminalServerFrame } from '@quarterdeck/shared/stream-protocol';
import type { WebSocket } from 'ws';
import type { OutputRing } from './output-ring.ts';

const CHUNK_BYTES = 64 * 1024;

/** One socket that looks at a terminal: gets output from the ring at the pace of its own acknowledgements. */
export class TerminalViewer {
  readonly #ws: WebSocket;
  readonly #ring: OutputRing;
  readonly #skipped: (offset: number) => void;
  /** position in the output of the next byte to send */
  #at: number;
  #sent = 0;
  #acked = 0;

  /** `skipped`: told when output went by that the ring no longer has. */
  constructor(ws: WebSocket, ring: OutputRing, at: number, skipped: (offset: number) => void) {
    this.#ws = ws;
    this.#ring = ring;
    this.#skipped = skipped;
    this.#at = Math.min(Math.max(at, ring.start), ring.end);
  }

  /** Where this viewer's output begins or goes on. */
  get offset(): number {
    return this.#at;
  }

  get socket(): WebSocket {
    return this.#ws;
  }

  /** Output that this viewer has not drawn yet, sent or not. */
  get behind(): number {
    return this.#ring.end - this.#at + this.#sent - this.#acked;
  }

  /** Output that is still here, because the window is full. */
  get unsent(): number {
    return this.#ring.end - this.#at;
  }

  acknowledge(bytes: number): void {
    this.#acked = Math.min(Math.max(this.#acked, bytes), this.#sent);
  }

  /** Leaves out the output before this position. */
  skipTo(position: number): void {
    if (position <= this.#at) return;
    this.#at = position;
    this.#skipped(position);
  }

  /** Sends what there is and the window allows; at the end of a terminal, all that is left. */
  pump(window = TERMINAL_WINDOW_BYTES): void {
    if (this.#at < this.#ring.start) {
      this.#at = this.#ring.start;
      this.#skipped(this.#at);
    }
    while (this.#at < this.#ring.end && this.#sent - this.#acked < window) {
      if (this.#ws.readyState !== this.#ws.OPEN) return;
      const room = window - (this.#sent - this.#acked);
      const bytes = this.#ring.read(this.#at, Math.min(CHUNK_BYTES, room));
      this.#ws.send(bytes);
      this.#at += bytes.length;
      this.#sent += bytes.length;
    }
  }

  send(frame: TerminalServerFrame): void {
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.send(JSON.stringify(frame));
  }
}
