// @vitest-environment jsdom
import { problem } from '@quarterdeck/shared/problem';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sessionStore } from '../../api/session-store.ts';
import type { FilePlace } from './file-api.ts';
import { transfers as ofThisTab, Transfers } from './transfers.ts';

const place: FilePlace = { cluster: 'prod', namespace: 'ns', pod: 'web', container: 'main' };
const MIB = 1024 * 1024;

/** A download that is under way: the test sends its bytes. */
interface Sending {
  readonly path: string;
  readonly signal: AbortSignal;
  readonly body: ReadableStreamDefaultController<Uint8Array>;
}
/** An upload that is under way, as far as transfers look at it. */
class FakeUpload {
  readonly upload: { onprogress?: (event: { loaded: number }) => void } = {};
  readonly sent: Blob[] = [];
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  status = 0;
  responseText = '';
  url = '';
  open(_method: string, url: string): void {
    this.url = url;
  }
  setRequestHeader(): void {}
  send(file: Blob): void {
    this.sent.push(file);
  }
  abort(): void {
    this.onabort?.();
  }
  answer(status: number, body: object): void {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload?.();
  }
}

let sending: Sending[];
let uploads: FakeUpload[];
let saved: [string, number][];
let transfers: Transfers;

beforeEach(() => {
  sending = [];
  uploads = [];
  saved = [];
  transfers = new Transfers((name, blob) => saved.push([name, blob.size]));
  vi.stubGlobal('fetch', async (address: string, { signal }: { signal: AbortSignal }) => {
    if (!address.includes('/files/')) return Response.json({ user: { name: 'ann', groups: [] }, csrf: 'x' });
    const stream = new ReadableStream<Uint8Array>({
      start(body) {
        sending.push({ path: new URL(address, 'http://x').searchParams.get('path') ?? '', signal, body });
        signal.addEventListener('abort', () => body.error(signal.reason));
      },
    });
    return new Response(stream);
  });
  vi.stubGlobal(
    'XMLHttpRequest',
    class extends FakeUpload {
      constructor() {
        super();
        uploads.push(this);
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

const states = () => transfers.current().map(({ state }) => state);
const last = () => transfers.current().at(-1);
const until = (check: () => void) => vi.waitFor(check, { interval: 2 });
const download = (path: string, limit = 100 * MIB, size?: number) =>
  transfers.download(place, path, 'file', limit, size);
const upload = (path: string, ended = () => {}) =>
  transfers.upload(place, path, new Blob(['text']), { overwrite: false, parents: false }, ended);

describe('downloads (OPS-129)', () => {
  it('three at a time, the others when one has ended', async () => {
    for (const path of ['/a', '/b', '/c', '/d', '/e']) download(path);
    expect(states()).toEqual(['running', 'running', 'running', 'waiting', 'waiting']);
    await until(() => expect(sending.map(({ path }) => path)).toEqual(['/a', '/b', '/c']));
    sending[1]?.body.enqueue(new Uint8Array(3));
    sending[1]?.body.close();
    await until(() => expect(states()).toEqual(['running', 'done', 'running', 'running', 'waiting']));
    expect(saved).toEqual([['b', 3]]);
    transfers.cancel(transfers.current()[4]?.id ?? 0);
    transfers.cancel(transfers.current()[0]?.id ?? 0);
    expect(states()).toEqual(['cancelled', 'done', 'running', 'running', 'cancelled']);
    expect(sending[0]?.signal.aborted).toBe(true);
  });

  it('tell how far they are, and a folder is an archive', async () => {
    transfers.download(place, '/var/log', 'folder', 100 * MIB);
    await until(() => expect(sending).toHaveLength(1));
    sending[0]?.body.enqueue(new Uint8Array(1000));
    await until(() => expect(last()).toMatchObject({ state: 'running', done: 1000, size: undefined }));
    sending[0]?.body.close();
    await until(() => expect(saved).toEqual([['log.tar', 1000]]));
  });

  it('that are cancelled stay so, save nothing, and can be taken away', async () => {
    download('/a');
    await until(() => expect(sending).toHaveLength(1));
    sending[0]?.body.enqueue(new Uint8Array(10));
    transfers.cancel(last()?.id ?? 0);
    await until(() => expect(sending[0]?.signal.aborted).toBe(true));
    await new Promise((resolve) => setTimeout(resolve));
    expect(last()).toMatchObject({ state: 'cancelled' });
    expect(saved).toEqual([]);
    transfers.dismiss(last()?.id ?? 0);
    expect(transfers.current()).toEqual([]);
  });

  it('over the limit are not begun where the size is known', async () => {
    download('/big', 2 * MIB, 2 * MIB + 1);
    await until(() => expect(last()).toMatchObject({ state: 'failed', problem: { code: 'qd.files.too-large' } }));
    expect(last()?.problem?.params).toMatchObject({ path: '/big', limitBytes: 2 * MIB });
    expect(sending).toEqual([]);
  });

  it.each([
    ['at the limit: too large', 20 * MIB, 20 * MIB, 'qd.files.too-large'],
    ['a little before, as the last bytes do not arrive: too large', 20 * MIB, 17 * MIB, 'qd.files.too-large'],
    ['long before: the container ended', 20 * MIB, 8 * MIB, 'qd.files.lost'],
    ['by a small limit, which hardly lets anything arrive: too large', 2 * MIB, 1000, 'qd.files.too-large'],
  ])('that are cut %s', async (_name, limit, bytes, code) => {
    download('/grows', limit);
    await until(() => expect(sending).toHaveLength(1));
    sending[0]?.body.enqueue(new Uint8Array(bytes));
    await until(() => expect(last()?.done).toBe(bytes));
    sending[0]?.body.error(new TypeError('network error'));
    await until(() => expect(last()).toMatchObject({ state: 'failed', problem: { code } }));
  });
});

describe('uploads', () => {
  it('tell how far they are, and when the file is in its place', async () => {
    const ended = vi.fn();
    upload('/tmp/a', ended);
    expect(uploads[0]?.url).toContain('/files/ns/web/main/upload?path=%2Ftmp%2Fa');
    uploads[0]?.upload.onprogress?.({ loaded: 2 });
    expect(last()).toMatchObject({ state: 'running', done: 2, size: 4 });
    uploads[0]?.answer(200, {});
    await until(() => expect(last()).toMatchObject({ state: 'done', done: 4 }));
    expect(ended).toHaveBeenCalledOnce();
  });

  it('that met a file of the name are repeated over it', async () => {
    upload('/tmp/a');
    uploads[0]?.answer(409, problem('qd.files.exists', 'There is a file of that name'));
    await until(() => expect(last()).toMatchObject({ state: 'failed', problem: { code: 'qd.files.exists' } }));
    transfers.repeat(last()?.id ?? 0, true);
    expect(states()).toEqual(['running']);
    expect(uploads[1]?.url).toContain('overwrite=1');
  });

  it('are broken off', async () => {
    upload('/tmp/a');
    const abort = vi.spyOn(uploads[0] as FakeUpload, 'abort');
    transfers.cancel(last()?.id ?? 0);
    expect(abort).toHaveBeenCalled();
    expect(states()).toEqual(['cancelled']);
  });
});

it('of one cluster are ended and forgotten, and none of them is begun by that', async () => {
  for (const path of ['/a', '/b', '/c', '/d']) download(path);
  transfers.download({ ...place, cluster: 'test' }, '/kept', 'file', MIB);
  await until(() => expect(sending).toHaveLength(3));
  const begun = [...sending];
  transfers.forget('prod');
  expect(begun.every(({ signal }) => signal.aborted)).toBe(true);
  await until(() => expect(sending.map(({ path }) => path)).toEqual(['/a', '/b', '/c', '/kept']));
  expect(transfers.current()).toMatchObject([{ path: '/kept', state: 'running' }]);
});

it('are not shown to whoever signs in next', async () => {
  await sessionStore.load('prod');
  ofThisTab.download(place, '/etc/secret', 'file', MIB);
  expect(ofThisTab.current()).toHaveLength(1);
  await sessionStore.signOut('prod');
  expect(ofThisTab.current()).toEqual([]);
});
