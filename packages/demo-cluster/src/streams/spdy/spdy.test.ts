import { constants, createDeflate, createInflate } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { duplexPair } from '../../kubelet/network/duplex-pair.ts';
import { DICTIONARY } from './dictionary.ts';
import { controlFrame, dataFrame, FLAG_FIN, FRAME, type Frame, FrameReader, ProtocolError, words } from './frames.ts';
import { HeaderPacker, HeaderUnpacker } from './header-block.ts';
import { SpdyConnection, type SpdyStream } from './spdy-connection.ts';

/** A client that writes frames by hand. */
function client(onStream: (stream: SpdyStream) => void) {
  const [near, far] = duplexPair();
  const connection = new SpdyConnection(far, Buffer.alloc(0), onStream);
  const packer = new HeaderPacker();
  const reader = new FrameReader();
  const frames: Frame[] = [];
  let wake = () => {};
  near.on('data', (chunk: Buffer) => {
    frames.push(...reader.push(chunk));
    wake();
  });
  near.on('end', () => wake());
  return {
    connection,
    near,
    write: (frame: Buffer) => near.write(frame),
    open: async (id: number, headers: Record<string, string>, flags = 0) => {
      const block = await packer.pack(new Map(Object.entries(headers)));
      near.write(controlFrame(FRAME.synStream, Buffer.concat([words(id, 0), Buffer.alloc(2), block]), flags));
    },
    next: async (): Promise<Frame> => {
      for (;;) {
        const frame = frames.shift();
        if (frame) return frame;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

async function textOf(stream: SpdyStream): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream.input) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('frames', () => {
  test('the dictionary is the protocol’s: its Adler-32 stands in every stream', async () => {
    expect(DICTIONARY.length).toBe(1423);
    const packed = await new HeaderPacker().pack(new Map());
    expect(packed.subarray(2, 6).toString('hex')).toBe('e3c6a7c2');
  });

  test.each([1, 3, 7, 64])('are read in pieces of %i bytes', (size) => {
    const bytes = Buffer.concat([
      dataFrame(5, Buffer.from('hello'), FLAG_FIN),
      controlFrame(FRAME.ping, words(7)),
      dataFrame(1, Buffer.alloc(0)),
    ]);
    const reader = new FrameReader();
    const frames: Frame[] = [];
    for (let at = 0; at < bytes.length; at += size) frames.push(...reader.push(bytes.subarray(at, at + size)));
    expect(frames.map((frame) => ({ ...frame, payload: frame.payload.toString('hex') }))).toEqual([
      { kind: 'data', streamId: 5, flags: 1, payload: Buffer.from('hello').toString('hex') },
      { kind: 'control', type: FRAME.ping, flags: 0, payload: '00000007' },
      { kind: 'data', streamId: 1, flags: 0, payload: '' },
    ]);
  });

  test('of another version are refused', () => {
    expect(() => new FrameReader().push(Buffer.from('8002000100000000', 'hex'))).toThrow(ProtocolError);
  });
});

describe('header blocks', () => {
  test('come back as they were, block after block of one zlib stream', async () => {
    const packer = new HeaderPacker();
    const unpacker = new HeaderUnpacker();
    for (const headers of [{ streamtype: 'stdin' }, { port: '80', requestid: '0' }, {}, { streamtype: 'stdout' }]) {
      const block = await packer.pack(new Map(Object.entries(headers)));
      expect(Object.fromEntries(await unpacker.unpack(block))).toEqual(headers);
    }
  });

  test('names are lower case', async () => {
    const block = await new HeaderPacker().pack(new Map([['StreamType', 'Error']]));
    expect([...(await new HeaderUnpacker().unpack(block))]).toEqual([['streamtype', 'Error']]);
  });

  test.each([
    ['what is no zlib', Buffer.from('nonsense')],
    ['what is cut off', Buffer.alloc(0)],
  ])('%s is refused', async (_case, block) => {
    await expect(new HeaderUnpacker().unpack(block)).rejects.toThrow(ProtocolError);
  });

  test('a bomb is refused', async () => {
    const deflate = createDeflate({ dictionary: DICTIONARY });
    const packed: Buffer[] = [];
    deflate.on('data', (chunk: Buffer) => packed.push(chunk));
    deflate.write(Buffer.concat([words(1, 2 ** 24), Buffer.alloc(2 ** 24)]));
    await new Promise<void>((resolve) => deflate.flush(constants.Z_SYNC_FLUSH, () => setImmediate(resolve)));
    await expect(new HeaderUnpacker().unpack(Buffer.concat(packed))).rejects.toThrow(ProtocolError);
  });
});

describe('connection', () => {
  test('answers a stream, takes its data and half-closes', async () => {
    const streams: SpdyStream[] = [];
    const { open, write, next } = client((stream) => streams.push(stream));
    await open(1, { streamtype: 'stdin' });
    expect(await next()).toMatchObject({ kind: 'control', type: FRAME.synReply });
    const [stream] = streams;
    if (!stream) throw new Error('no stream');
    expect(stream.headers.get('streamtype')).toBe('stdin');
    write(dataFrame(1, Buffer.from('one ')));
    write(dataFrame(1, Buffer.from('two'), FLAG_FIN));
    expect(await textOf(stream)).toBe('one two');
    void stream.write(Buffer.from('answer'));
    stream.end();
    expect((await next()).payload.toString()).toBe('answer');
    expect(await next()).toMatchObject({ kind: 'data', streamId: 1, flags: FLAG_FIN });
  });

  test('cuts large writes into frames', async () => {
    const streams: SpdyStream[] = [];
    const { open, next } = client((stream) => streams.push(stream));
    await open(1, {});
    await next();
    void streams[0]?.write(Buffer.alloc(150_000));
    const sizes = [await next(), await next(), await next()].map((frame) => frame.payload.length);
    expect(sizes).toEqual([65_536, 65_536, 18_928]);
  });

  test('answers pings, and forgets settings and windows', async () => {
    const { write, next } = client(() => {});
    write(controlFrame(FRAME.settings, words(0)));
    write(controlFrame(FRAME.windowUpdate, words(1, 1000)));
    write(controlFrame(FRAME.ping, words(2)));
    write(controlFrame(FRAME.ping, words(9)));
    expect((await next()).payload).toEqual(words(9));
  });

  test('a reset ends the input of a stream', async () => {
    const streams: SpdyStream[] = [];
    const { open, write, next } = client((stream) => streams.push(stream));
    await open(1, {});
    await next();
    write(controlFrame(FRAME.rstStream, words(1, 5)));
    const [stream] = streams;
    if (!stream) throw new Error('no stream');
    expect(await textOf(stream)).toBe('');
    expect(stream.signal.aborted).toBe(true);
  });

  test('refuses an id for the second time, and data for a stream that was never opened', async () => {
    const { open, write, next } = client(() => {});
    await open(3, {});
    expect(await next()).toMatchObject({ type: FRAME.synReply });
    await open(3, {});
    expect((await next()).payload).toEqual(words(3, 8));
    write(dataFrame(9, Buffer.from('?')));
    expect((await next()).payload).toEqual(words(9, 2));
  });

  test('says goodbye', async () => {
    const { connection, next } = client(() => {});
    connection.close();
    expect(await next()).toMatchObject({ kind: 'control', type: FRAME.goAway });
  });

  test('ends with a peer that speaks nonsense', async () => {
    const { connection, write } = client(() => {});
    write(Buffer.from('GET / HTTP/1.1\r\n\r\n'.replace('G', '\xff'), 'latin1'));
    await connection.closed;
    expect(connection.isOpen).toBe(false);
  });

  test('what it packs is what zlib unpacks with the dictionary', async () => {
    const inflate = createInflate({ dictionary: DICTIONARY, finishFlush: constants.Z_SYNC_FLUSH });
    const pieces: Buffer[] = [];
    inflate.on('data', (chunk: Buffer) => pieces.push(chunk));
    const block = await new HeaderPacker().pack(new Map([['a', 'b']]));
    await new Promise<void>((resolve) => inflate.write(block, () => setImmediate(resolve)));
    expect(Buffer.concat(pieces).toString('hex')).toBe('00000001000000016100000001' + '62');
  });
});
