import { type CommandChannels, readSize, SizeBoard, type WantedStreams } from './remote-command.ts';
import { SpdyConnection, type SpdyStream } from './spdy/spdy-connection.ts';
import type { SpdyUpgrade } from './spdy/upgrade.ts';

/** Newest first. v4 has a status on the error stream, the others a text; only v3 and v4 have a resize stream. */
export const SPDY_COMMAND_PROTOCOLS = ['v4.channel.k8s.io', 'v3.channel.k8s.io', 'v2.channel.k8s.io', 'channel.k8s.io'];

/** How long a client may take to open its streams (remotecommand.DefaultStreamCreationTimeout). */
const CREATION_MS = 30_000;

/** Waits for the streams that the client announced; undefined when they do not come. */
export async function spdyChannels(
  { socket, head, protocol }: SpdyUpgrade,
  wanted: WantedStreams,
): Promise<CommandChannels | undefined> {
  const names = ['error'];
  for (const name of ['stdin', 'stdout', 'stderr'] as const) if (wanted[name]) names.push(name);
  if (wanted.tty && /^v[34]\./.test(protocol)) names.push('resize');
  const opened = new Map<string, SpdyStream>();
  let complete: () => void = () => undefined;
  const isComplete = new Promise<'complete'>((resolve) => {
    complete = () => resolve('complete');
  });
  const connection = new SpdyConnection(socket, head, (stream) => {
    const type = stream.headers.get('streamtype') ?? '';
    if (!names.includes(type) || opened.has(type)) {
      stream.reset();
      return;
    }
    opened.set(type, stream);
    if (opened.size === names.length) complete();
  });
  let cancel: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    cancel = setTimeout(() => resolve('late'), CREATION_MS);
  });
  const outcome = await Promise.race([isComplete, late, connection.closed]);
  clearTimeout(cancel);
  if (outcome !== 'complete') {
    connection.close();
    return undefined;
  }
  return channelsOf(connection, opened, protocol, wanted.tty);
}

const NO_INPUT: AsyncIterable<Uint8Array> = {
  async *[Symbol.asyncIterator]() {
    yield* [];
  },
};

function channelsOf(
  connection: SpdyConnection,
  streams: ReadonlyMap<string, SpdyStream>,
  protocol: string,
  tty: boolean,
): CommandChannels {
  const abort = new AbortController();
  const sizes = new SizeBoard();
  void connection.closed.then(() => abort.abort());
  const resize = streams.get('resize');
  if (resize) void followSizes(resize, sizes);
  const writer = (name: string) => {
    const stream = streams.get(name);
    return (bytes: Uint8Array | string) => stream?.write(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  };
  return {
    stdin: streams.get('stdin')?.input ?? NO_INPUT,
    stdout: writer('stdout'),
    stderr: writer(tty ? 'stdout' : 'stderr'),
    onResize: (listener) => sizes.listen(listener),
    signal: abort.signal,
    finish(status) {
      const isStructured = protocol.startsWith('v4.');
      const text = isStructured ? JSON.stringify(status) : status.status === 'Success' ? '' : (status.message ?? '');
      if (text !== '') void writer('error')(text);
      for (const stream of streams.values()) stream.end();
      connection.close();
    },
  };
}

/** Sizes come as JSON documents, one after the other. */
async function followSizes(stream: SpdyStream, sizes: SizeBoard): Promise<void> {
  let text = '';
  for await (const chunk of stream.input) {
    text += Buffer.from(chunk).toString();
    for (let end = text.indexOf('}'); end >= 0; end = text.indexOf('}')) {
      sizes.set(readSize(text.slice(0, end + 1)));
      text = text.slice(end + 1);
    }
  }
}
