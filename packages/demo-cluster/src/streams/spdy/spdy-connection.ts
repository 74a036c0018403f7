import type { Duplex } from 'node:stream';
import { ByteQueue } from '../../kubelet/byte-queue.ts';
import { controlFrame, dataFrame, FLAG_FIN, FRAME, type Frame, FrameReader, ProtocolError, words } from './frames.ts';
import { HeaderPacker, type Headers, HeaderUnpacker } from './header-block.ts';

const REFUSED_STREAM = 3;
const INVALID_STREAM = 2;
const CANCEL = 5;
const STREAM_IN_USE = 8;
const MAX_STREAMS = 1000;
const MAX_DATA = 64 * 1024;
/** What may wait in the socket before a writer is told to pause. */
const HIGH_WATER = 1024 * 1024;

/**
 * The server's side of a SPDY/3.1 connection. As the Go side of Kubernetes (moby/spdystream) it keeps no windows: SETTINGS and
 * WINDOW_UPDATE are read and forgotten, and what slows a writer down is the socket.
 */
export class SpdyConnection {
  readonly #socket: Duplex;
  readonly #streams = new Map<number, SpdyStream>();
  readonly #packer = new HeaderPacker();
  readonly #unpacker = new HeaderUnpacker();
  readonly #onStream: (stream: SpdyStream) => void;
  /** settles when the connection is over, however it ended */
  readonly closed: Promise<void>;
  #last = 0;
  #isClosing = false;

  constructor(socket: Duplex, head: Uint8Array, onStream: (stream: SpdyStream) => void) {
    this.#socket = socket;
    this.#onStream = onStream;
    this.closed = this.#read(head)
      // a broken or silent peer ends like one that has hung up
      .catch(() => undefined)
      .then(() => this.#finish());
  }

  get isOpen(): boolean {
    return !this.#isClosing && !this.#socket.destroyed;
  }

  /** Says goodbye and ends the socket once everything written is out. */
  close(): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    if (this.#socket.destroyed) return;
    this.#socket.end(controlFrame(FRAME.goAway, words(this.#last, 0)));
  }

  /** Writes a frame; a promise means that the writer should wait for it before it goes on. */
  send(frame: Buffer): Promise<void> | undefined {
    if (!this.isOpen) return undefined;
    this.#socket.write(frame);
    if (this.#socket.writableLength < HIGH_WATER) return undefined;
    return new Promise((resolve) => {
      const done = () => {
        this.#socket.off('drain', done);
        this.#socket.off('close', done);
        resolve();
      };
      this.#socket.on('drain', done);
      this.#socket.on('close', done);
    });
  }

  forget(streamId: number): void {
    this.#streams.delete(streamId);
  }

  async #read(head: Uint8Array): Promise<void> {
    const reader = new FrameReader();
    for (const frame of reader.push(head)) await this.#take(frame);
    for await (const chunk of this.#socket as AsyncIterable<Buffer>)
      for (const frame of reader.push(chunk)) await this.#take(frame);
  }

  #finish(): void {
    this.#isClosing = true;
    for (const stream of this.#streams.values()) stream.abort();
    this.#streams.clear();
    this.#packer.close();
    this.#unpacker.close();
    this.#socket.destroy();
  }

  async #take(frame: Frame): Promise<void> {
    if (frame.kind === 'data') {
      const stream = this.#streams.get(frame.streamId);
      if (stream) stream.receive(frame.payload, (frame.flags & FLAG_FIN) !== 0);
      else if (frame.streamId > this.#last)
        this.send(controlFrame(FRAME.rstStream, words(frame.streamId, INVALID_STREAM)));
      return;
    }
    const { type, flags, payload } = frame;
    switch (type) {
      case FRAME.synStream:
        return this.#open(payload, (flags & FLAG_FIN) !== 0);
      case FRAME.headers:
        // no one in Kubernetes sends them, but the compression goes on through them
        await this.#unpacker.unpack(payload.subarray(4));
        return;
      case FRAME.rstStream:
        this.#streams.get(payload.readUInt32BE(0))?.abort();
        return;
      case FRAME.ping:
        // an even number is an answer to a ping of ours, and we send none
        if (payload.readUInt32BE(0) % 2 === 1) this.send(controlFrame(FRAME.ping, payload));
        return;
      default:
        return;
    }
  }

  async #open(payload: Buffer, isHalfClosed: boolean): Promise<void> {
    if (payload.length < 10) throw new ProtocolError('a SYN_STREAM that is too short');
    const id = payload.readUInt32BE(0) & 0x7fff_ffff;
    // unpacked in any case, or the following blocks cannot be read
    const headers = await this.#unpacker.unpack(payload.subarray(10));
    if (id % 2 === 0 || id <= this.#last) {
      this.send(controlFrame(FRAME.rstStream, words(id, STREAM_IN_USE)));
      return;
    }
    this.#last = id;
    if (this.#streams.size >= MAX_STREAMS) {
      this.send(controlFrame(FRAME.rstStream, words(id, REFUSED_STREAM)));
      return;
    }
    const stream = new SpdyStream(this, id, headers);
    this.#streams.set(id, stream);
    const block = await this.#packer.pack(new Map());
    this.send(controlFrame(FRAME.synReply, Buffer.concat([words(id), block])));
    if (isHalfClosed) stream.receive(Buffer.alloc(0), true);
    this.#onStream(stream);
  }
}

/** One stream of a connection: bytes in both directions, each with an end of its own. */
export class SpdyStream {
  readonly id: number;
  readonly headers: Headers;
  /** what the client sends; ends when it half-closes */
  readonly input = new ByteQueue();
  readonly #connection: SpdyConnection;
  readonly #aborted = new AbortController();
  #isEnded = false;
  #isInputOver = false;

  constructor(connection: SpdyConnection, id: number, headers: Headers) {
    this.#connection = connection;
    this.id = id;
    this.headers = headers;
  }

  /** aborted when the client resets the stream or the connection is gone */
  get signal(): AbortSignal {
    return this.#aborted.signal;
  }

  receive(payload: Uint8Array, isLast: boolean): void {
    if (payload.length > 0) this.input.push(payload);
    if (!isLast) return;
    this.#isInputOver = true;
    this.input.close();
    this.#forgetWhenOver();
  }

  abort(): void {
    this.#isEnded = true;
    this.#isInputOver = true;
    this.input.close();
    this.#connection.forget(this.id);
    this.#aborted.abort();
  }

  /** A promise means that the writer should wait for it before it goes on. */
  write(bytes: Uint8Array): Promise<void> | undefined {
    if (this.#isEnded) return undefined;
    let wait: Promise<void> | undefined;
    for (let at = 0; at < bytes.length; at += MAX_DATA)
      wait = this.#connection.send(dataFrame(this.id, bytes.subarray(at, at + MAX_DATA)));
    return wait;
  }

  /** Half-closes: nothing more comes from here. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#connection.send(dataFrame(this.id, Buffer.alloc(0), FLAG_FIN));
    this.#forgetWhenOver();
  }

  reset(): void {
    if (this.#isEnded && this.#isInputOver) return;
    this.#connection.send(controlFrame(FRAME.rstStream, words(this.id, CANCEL)));
    this.abort();
  }

  #forgetWhenOver(): void {
    if (this.#isEnded && this.#isInputOver) this.#connection.forget(this.id);
  }
}
