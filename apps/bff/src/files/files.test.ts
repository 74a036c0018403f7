import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileListing } from '@quarterdeck/shared/files-protocol';
import { packTar, type TarHeader, unpackTar } from 'modern-tar';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeApiServer, json } from '../test/fake-api-server.ts';
import { LocalTools } from '../test/local-tools.ts';
import { problemCode, TestServer } from '../test/test-server.ts';

/** OPS-129: the tools are those of this machine, asked as they would be asked in a container. */
const MB = 1024 * 1024;
/** twelve programs take their time to start */
const PATIENT = { timeout: 10_000 };
const STRANGE = [
  'two words',
  'line\nbreak',
  "it's",
  '中文.txt',
  '$(touch pwned)',
  '-rf',
  'a"b\\c',
  '\u202egnp.exe',
  '\x1b[31m',
];

let fake: FakeApiServer;
let tools: LocalTools;
let server: TestServer;
let cookie: string;
let root: string;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'qd-files-'));
  tools = new LocalTools();
  fake = await FakeApiServer.start();
  fake.users.set('good', 'jane');
  fake.upgrade = tools.upgrade;
  server = await TestServer.start(fake, {
    config: { files: { viewBytes: 1000, downloadBytes: 2 * MB, uploadBytes: MB } },
  });
  cookie = await server.signIn('good');
});

afterEach(async () => {
  await server.close();
  await fake.close();
  rmSync(root, { recursive: true, force: true });
});

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

const address = (what: string, path: string, more: Record<string, string> = {}) =>
  `/api/clusters/fake/files/ns/web/main/${what}?${new URLSearchParams({ path, ...more })}`;
const get = (what: string, path: string, more: Record<string, string> = {}) =>
  server.fetch(address(what, path, more), { cookie });
const list = async (path: string, more = {}) => (await (await get('list', path, more)).json()) as FileListing;
const put = (path: string, body: string | Buffer, more: Record<string, string> = {}) =>
  server.fetch(address('upload', path, more), {
    method: 'PUT',
    cookie,
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: { 'content-type': 'application/octet-stream' },
  });

function fill(): void {
  for (const name of STRANGE) writeFileSync(join(root, name), name);
  mkdirSync(join(root, 'sub'));
  symlinkSync('sub', join(root, 'to-sub'));
  symlinkSync('no -> where\nelse', join(root, 'dangling'));
}

describe('a directory', () => {
  it.each(['find', 'ls'])('is listed by %s, whatever the names', async (tool) => {
    fill();
    if (tool === 'ls') tools.missing.add('find');
    const { entries, ...rest } = await list(root);
    expect(rest).toMatchObject({ path: root, truncated: false, tool });
    expect(entries.map(({ name }) => name).sort()).toEqual([...STRANGE, 'sub', 'to-sub', 'dangling'].sort());
    const byName = new Map(entries.map((entry) => [entry.name, entry]));
    expect(byName.get('line\nbreak')).toMatchObject({ type: 'file', size: 10, mode: 0o644 });
    expect(byName.get('sub')).toMatchObject({ type: 'directory' });
    expect(byName.get('to-sub')).toMatchObject({ type: 'link', target: 'sub' });
    expect(byName.get('dangling')).toMatchObject({ type: 'link', target: 'no -> where\nelse' });
    if (tool === 'find') expect(byName.get('to-sub')?.leadsTo).toBe('directory');
    expect(byName.get('two words')?.modified).toBeCloseTo(Date.now() / 1000, -2);
  });

  it('may be empty, may be reached by a link, and keeps the tool that is known', async () => {
    mkdirSync(join(root, 'empty'));
    symlinkSync('empty', join(root, 'link'));
    expect((await list(join(root, 'link'))).entries).toEqual([]);
    expect((await list(root, { tool: 'ls' })).tool).toBe('ls');
    expect(tools.execs.at(-1)?.argv[0]).toBe('ls');
  });

  it('with names that are no UTF-8 shows them and says that they cannot be asked for', async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x66, 0xff, 0x6f])]), 'x');
    expect((await list(root)).entries).toEqual([expect.objectContaining({ name: 'f\xffo', garbled: true })]);
  });

  it.each([
    ['nowhere', 'qd.files.not-found'],
    ['a file', 'qd.files.not-a-directory'],
  ])('%s: %s', async (name, code) => {
    writeFileSync(join(root, 'a file'), 'x');
    expect(await problemCode(await get('list', join(root, name)))).toBe(code);
  });

  it('in a container without tools is said so', async () => {
    for (const tool of ['find', 'ls']) tools.missing.add(tool);
    const response = await get('list', root);
    expect(response.status).toBe(422);
    expect(await problemCode(response)).toBe('qd.files.no-tools');
  });

  it('that may not be read is not a matter of rights in the cluster', async () => {
    tools.played = () => ({ stderr: `find: '${root}/': Permission denied\n`, code: 1 });
    expect(await problemCode(await get('list', root))).toBe('qd.files.denied');
  });
});

describe('a file', () => {
  it.each(STRANGE)('%j is shown and downloaded; its name is an argument of its own', async (name) => {
    writeFileSync(join(root, name), `content of ${name}`);
    const shown = await get('text', join(root, name));
    expect(await shown.text()).toBe(`content of ${name}`);
    expect(tools.execs.at(-1)?.argv).toEqual(['cat', join(root, name)]);
    const file = await get('file', join(root, name));
    expect(await file.text()).toBe(`content of ${name}`);
    expect(tools.execs.at(-1)?.argv).toEqual(['cat', join(root, name)]);
    for (const { headers } of [shown, file]) {
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-disposition')).toBe('attachment');
      expect(headers.get('content-security-policy')).toContain('sandbox');
    }
    expect(readdirSync(root)).toEqual([name]);
  });

  it('is shown up to the limit, which is said', async () => {
    writeFileSync(join(root, 'long'), 'x'.repeat(1500));
    const response = await get('text', join(root, 'long'));
    expect(response.headers.get('x-quarterdeck-truncated')).toBe('1');
    expect((await response.arrayBuffer()).byteLength).toBe(1000);
  });

  it('may be empty, may be missing, may be a directory', async () => {
    writeFileSync(join(root, 'empty'), '');
    const empty = await get('file', join(root, 'empty'));
    expect([empty.status, await empty.text()]).toEqual([200, '']);
    expect(await problemCode(await get('file', join(root, 'none')))).toBe('qd.files.not-found');
    expect(await problemCode(await get('file', root))).toBe('qd.files.is-a-directory');
    expect(await problemCode(await get('text', root))).toBe('qd.files.is-a-directory');
  });

  it('over the limit of downloads is cut, and does not look whole', async () => {
    writeFileSync(join(root, 'big'), Buffer.alloc(3 * MB));
    const response = await get('file', join(root, 'big'));
    await expect(response.arrayBuffer()).rejects.toThrow();
  });

  it('whose container goes away in the middle does not look whole', async () => {
    tools.played = undefined;
    writeFileSync(join(root, 'big'), Buffer.alloc(2 * MB));
    symlinkSync('/dev/zero', join(root, 'endless'));
    const response = await get('file', join(root, 'endless'));
    tools.cut();
    await expect(response.arrayBuffer()).rejects.toThrow();
  });

  it('that fails at its end does not look whole', async () => {
    tools.played = () => ({ stdout: Buffer.alloc(10_000), stderr: 'cat: read error: Input/output error', code: 1 });
    await expect((await get('file', '/x')).arrayBuffer()).rejects.toThrow();
  });

  it('ends with the browser that asked for it', async () => {
    const controller = new AbortController();
    const response = await server.fetch(address('file', '/dev/zero'), { cookie, signal: controller.signal });
    expect(response.status).toBe(200);
    controller.abort();
    await vi.waitFor(() => expect(tools.execs.at(-1)?.ws.readyState).toBe(3));
  });
});

describe('a folder', () => {
  const unpack = async (response: Response) => {
    const entries = await unpackTar(new Uint8Array(await response.arrayBuffer()));
    return new Map(
      entries.map(({ header, data }) => [header.name, { ...header, text: Buffer.from(data ?? []).toString() }]),
    );
  };

  it('is downloaded as an archive of plain entries', async () => {
    mkdirSync(join(root, 'dir'));
    for (const name of STRANGE) writeFileSync(join(root, 'dir', name), name);
    mkdirSync(join(root, 'dir', 'deep'.repeat(40)));
    writeFileSync(join(root, 'dir', 'deep'.repeat(40), 'x'.repeat(120)), 'far');
    symlinkSync('two words', join(root, 'dir', 'inner'));
    symlinkSync('/etc/passwd', join(root, 'dir', 'outer'));
    const response = await get('folder', join(root, 'dir'));
    expect(response.headers.get('content-type')).toBe('application/x-tar');
    const entries = await unpack(response);
    for (const name of STRANGE) expect(entries.get(`dir/${name}`)?.text).toBe(name);
    expect(entries.get(`dir/${'deep'.repeat(40)}/${'x'.repeat(120)}`)?.text).toBe('far');
    expect(entries.get('dir/inner')).toMatchObject({ type: 'symlink', linkname: 'two words' });
    expect(entries.has('dir/outer')).toBe(false);
    expect(entries.get('dir/LEFT-OUT.txt')?.text).toContain('"./dir/outer": a link that leads out of the folder');
    expect(tools.execs.at(-1)?.argv).toEqual(['tar', '-cf', '-', '-C', root, './dir']);
  });

  it('cannot be all of the container, and may lack tar', async () => {
    expect(await problemCode(await get('folder', '/'))).toBe('qd.files.whole-container');
    tools.missing.add('tar');
    expect(await problemCode(await get('folder', root))).toBe('qd.files.no-tools');
  });

  const hostile = async (entries: readonly (Partial<TarHeader> & { name: string; text?: string })[]) => {
    const archive = await packTar(
      entries.map(({ text = '', ...header }) => {
        const data = new TextEncoder().encode(text);
        return { header: { ...header, size: data.length }, ...(data.length > 0 ? { body: data } : {}) };
      }),
    );
    tools.played = () => ({ stdout: Buffer.from(archive), code: 0 });
    return unpack(await get('folder', '/data/dir'));
  };

  it('of a container whose tar lies holds nothing that leads out of it', async () => {
    const entries = await hostile([
      { name: 'dir/', type: 'directory' },
      { name: 'dir/good', text: 'good' },
      { name: '../evil', text: 'x' },
      { name: 'dir/../../evil', text: 'x' },
      { name: '/etc/cron.d/evil', text: 'x' },
      { name: 'other/evil', text: 'x' },
      { name: 'dir/..\\..\\evil', text: 'x' },
      { name: 'dir/link', type: 'symlink', linkname: '../..' },
      { name: 'dir/absolute', type: 'symlink', linkname: '/etc' },
      { name: 'dir/fine', type: 'symlink', linkname: 'good' },
      { name: 'dir/fine/evil', text: 'x' },
      { name: 'dir/hard', type: 'link', linkname: '../../etc/passwd' },
      { name: 'dir/dev', type: 'character-device' },
      { name: 'dir/pipe', type: 'fifo' },
      { name: 'dir/setuid', mode: 0o6755, text: 'x' },
    ]);
    expect([...entries.keys()].sort()).toEqual(
      ['dir/', 'dir/LEFT-OUT.txt', 'dir/fine', 'dir/good', 'dir/setuid'].sort(),
    );
    expect(entries.get('dir/setuid')?.mode).toBe(0o755);
    expect(entries.get('dir/LEFT-OUT.txt')?.text).toContain('left out 11 of the entries');
  });

  it('that is cut, or no archive at all, does not look whole', async () => {
    const archive = Buffer.from(await packTar([{ header: { name: 'dir/a', size: 5000 }, body: new Uint8Array(5000) }]));
    tools.played = () => ({ stdout: archive.subarray(0, 3000), code: 137 });
    await expect(get('folder', '/data/dir').then((response) => response.arrayBuffer())).rejects.toThrow();
    tools.played = () => ({ stdout: Buffer.from('<html>'.repeat(1000)), code: 0 });
    await expect(get('folder', '/data/dir').then((response) => response.arrayBuffer())).rejects.toThrow();
  });

  it('with files that may not be read has the others, and says which', async () => {
    const archive = Buffer.from(await packTar([{ header: { name: 'dir/a', size: 1 }, body: 'x' }]));
    tools.played = () => ({ stdout: archive, stderr: 'tar: dir/b: Cannot open: Permission denied', code: 2 });
    const entries = await unpack(await get('folder', '/data/dir'));
    expect(entries.get('dir/a')?.text).toBe('x');
    expect(entries.get('dir/LEFT-OUT.txt')?.text).toContain('dir/b: Cannot open: Permission denied');
  });
});

describe('an upload', () => {
  it.each(STRANGE)('writes %j, whole and under its own name', async (name) => {
    const response = await put(join(root, name), `new ${name}`);
    expect(response.status).toBe(200);
    expect(readFileSync(join(root, name), 'utf8')).toBe(`new ${name}`);
    expect(readdirSync(root)).toEqual([name]);
  });

  it('of 1 MB and of nothing at all', async () => {
    const bytes = Buffer.alloc(MB, 'abcdefg');
    expect((await put(join(root, 'large'), bytes)).status).toBe(200);
    expect(readFileSync(join(root, 'large')).equals(bytes)).toBe(true);
    expect((await put(join(root, 'empty'), '')).status).toBe(200);
    expect(statSync(join(root, 'empty')).size).toBe(0);
  });

  it.each([
    ['dd of another make', ['dd']],
    ['neither dd nor stat', ['dd', 'stat']],
  ])('in a container with %s writes the same', async (_what, missing) => {
    const bin = mkdtempSync(join(tmpdir(), 'qd-old-'));
    for (const name of missing) writeFileSync(join(bin, name), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    tools.path = `${bin}:${tools.path}`;
    const bytes = Buffer.alloc(MB - 7, 'abcdefg');
    expect((await put(join(root, 'large'), bytes)).status).toBe(200);
    expect(readFileSync(join(root, 'large')).equals(bytes)).toBe(true);
    rmSync(bin, { recursive: true });
  });

  it('replaces a file only when told to, and keeps its mode', async () => {
    writeFileSync(join(root, 'script'), 'old', { mode: 0o750 });
    const refused = await put(join(root, 'script'), 'new');
    expect(refused.status).toBe(409);
    expect(await problemCode(refused)).toBe('qd.files.exists');
    expect(readFileSync(join(root, 'script'), 'utf8')).toBe('old');
    expect((await put(join(root, 'script'), 'new', { overwrite: '1' })).status).toBe(200);
    expect(readFileSync(join(root, 'script'), 'utf8')).toBe('new');
    expect(statSync(join(root, 'script')).mode & 0o777).toBe(0o750);
  });

  it('through a link changes what it leads to; a directory is not replaced', async () => {
    writeFileSync(join(root, 'real'), 'old');
    symlinkSync('real', join(root, 'link'));
    expect((await put(join(root, 'link'), 'new', { overwrite: '1' })).status).toBe(200);
    expect(readFileSync(join(root, 'real'), 'utf8')).toBe('new');
    mkdirSync(join(root, 'dir'));
    expect(await problemCode(await put(join(root, 'dir'), 'x', { overwrite: '1' }))).toBe('qd.files.is-a-directory');
  });

  it('makes the directories of a dropped folder when told to', async () => {
    expect(await problemCode(await put(join(root, 'a/b/c'), 'x'))).toBe('qd.files.not-found');
    expect((await put(join(root, 'a/b/c'), 'x', { parents: '1' })).status).toBe(200);
    expect(readFileSync(join(root, 'a/b/c'), 'utf8')).toBe('x');
  });

  it('that is over the limit is refused before anything runs', async () => {
    expect(await problemCode(await put(join(root, 'x'), Buffer.alloc(MB + 1)))).toBe('qd.files.too-large');
    expect(tools.execs).toEqual([]);
  });

  it('that the browser breaks off leaves nothing behind', async () => {
    writeFileSync(join(root, 'kept'), 'old');
    const { host } = new URL(server.url);
    const own = Object.entries(server.ownHeaders)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('');
    const head = `PUT ${address('upload', join(root, 'kept'), { overwrite: '1' })} HTTP/1.1\r\nhost: ${host}\r\ncookie: ${cookie}\r\n${own}content-type: application/octet-stream\r\ncontent-length: 100000\r\n\r\n`;
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(`${head}${'x'.repeat(1000)}`);
    await vi.waitFor(() => expect(readdirSync(root).some((name) => name.endsWith('.part'))).toBe(true));
    socket.destroy();
    await vi.waitFor(() => expect(readdirSync(root)).toEqual(['kept']));
    expect(readFileSync(join(root, 'kept'), 'utf8')).toBe('old');
  });

  it.each([
    ['head: write error: No space left on device', 507, 'qd.files.no-space'],
    ['sh: 1: cannot create /x: Read-only file system', 409, 'qd.files.read-only'],
    ['sh: 1: cannot create /x: Permission denied', 403, 'qd.files.denied'],
  ])('that fails by “%s”', async (stderr, status, code) => {
    tools.played = () => ({ stderr, code: 1 });
    const response = await put('/x', Buffer.alloc(500_000));
    expect(response.status).toBe(status);
    expect(await problemCode(response)).toBe(code);
  });

  it('into a container that goes away in the middle', async () => {
    tools.played = undefined;
    tools.missing.add('sh');
    expect(await problemCode(await put('/x', 'x'))).toBe('qd.files.no-tools');
    tools.missing.clear();
    const pending = put(join(root, 'x'), Buffer.alloc(MB));
    await vi.waitFor(() => expect(tools.execs.length).toBe(2));
    tools.cut();
    const response = await pending;
    if (response.status !== 200) expect(await problemCode(response)).toBe('qd.files.lost');
    await vi.waitFor(() => expect(readdirSync(root).some((name) => name.endsWith('.part'))).toBe(false));
  });
});

describe('nobody but the person who may', () => {
  const refusals = (what: string, path: string, init: object = {}) =>
    server.fetch(address(what, path), { cookie, ...init });

  it.each(['relative', '/a/../b', '/a/./b', '', '/a\0b', `/${'x'.repeat(5000)}`])('asks for %j', async (path) => {
    for (const what of ['list', 'text', 'file', 'folder']) {
      const response = await refusals(what, path);
      expect(response.status).toBe(400);
    }
    expect((await put(path, 'x')).status).toBe(400);
    expect(tools.execs).toEqual([]);
  });

  it.each(['..', 'a%2fb', 'A', '%00', 'a b', '-x'])('names a pod %s', async (pod) => {
    const response = await server.fetch(`/api/clusters/fake/files/ns/${pod}/main/list?path=/`, { cookie });
    expect([400, 404]).toContain(response.status);
    expect(tools.execs).toEqual([]);
  });

  it('gives a name twice, or one that is unknown', async () => {
    for (const query of ['path=/a&path=/b', 'path=/&command=id', 'path=/&tool=sh'])
      expect((await server.fetch(`/api/clusters/fake/files/ns/web/main/list?${query}`, { cookie })).status).toBe(400);
    expect(tools.execs).toEqual([]);
  });

  it('comes without a session, or from another origin', async () => {
    for (const what of ['list', 'text', 'file', 'folder'])
      expect((await server.fetch(address(what, root))).status).toBe(401);
    const foreign = {
      method: 'PUT',
      body: 'x',
      headers: { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' },
    };
    expect((await refusals('upload', join(root, 'x'), foreign)).status).toBe(403);
    const plainForm = { method: 'PUT', body: 'x', headers: { 'x-quarterdeck': '', 'content-type': 'text/plain' } };
    expect((await refusals('upload', join(root, 'x'), plainForm)).status).toBe(403);
    expect((await refusals('list', root, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect(tools.execs).toEqual([]);
  });

  it('lacks the right to exec', async () => {
    fake.review = (response) => json(response, 201, { kind: 'SelfSubjectAccessReview', status: { allowed: false } });
    const response = await get('list', root);
    expect(response.status).toBe(403);
    expect(await problemCode(response)).toBe('qd.api.forbidden');
    expect(tools.execs).toEqual([]);
  });

  it('goes on after signing out', async () => {
    const response = await get('file', '/dev/zero');
    // it may be cut before signing out is answered
    const cut = expect(response.arrayBuffer()).rejects.toThrow();
    await server.fetch('/api/clusters/fake/session', { method: 'DELETE', cookie });
    await cut;
    await vi.waitFor(() => expect(tools.execs.at(-1)?.ws.readyState).toBe(3));
  });

  it('runs too many tools at once', async () => {
    execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', join(root, 'pipe')]);
    const { signal, abort } = abortable();
    const pending = Array.from({ length: 12 }, () =>
      server.fetch(address('file', join(root, 'pipe')), { cookie, signal }),
    );
    await vi.waitFor(() => expect(tools.execs.length).toBe(12), PATIENT);
    expect((await get('list', root)).status).toBe(429);
    abort();
    await Promise.allSettled(pending);
    await vi.waitFor(async () => expect((await get('list', root)).status).toBe(200), PATIENT);
  });
});

const busybox = '/usr/bin/busybox';

/** The tools of the smallest images. `npm test` installs them where they are missing (scripts/find-busybox.ts). */
describe('busybox', () => {
  beforeEach(() => {
    expect(existsSync(busybox), 'install busybox (Debian: apt-get install busybox)').toBe(true);
    const bin = mkdtempSync(join(tmpdir(), 'qd-busybox-'));
    for (const name of ['sh', 'find', 'stat', 'head', 'cat', 'tar', 'wc', 'mv', 'rm', 'mkdir', 'chmod', 'ls'])
      symlinkSync(busybox, join(bin, name));
    tools.path = bin;
    return () => rmSync(bin, { recursive: true, force: true });
  });

  it('takes a megabyte by its own dd', async () => {
    symlinkSync(busybox, join(tools.path, 'dd'));
    const bytes = Buffer.alloc(MB - 7, 'abcdefg');
    expect((await put(join(root, 'large'), bytes)).status).toBe(200);
    expect(readFileSync(join(root, 'large')).equals(bytes)).toBe(true);
    expect((await put(join(root, 'empty'), '')).status).toBe(200);
  });

  it('lists, shows, downloads and uploads files with strange names', async () => {
    fill();
    const { entries, tool } = await list(root);
    expect(tool).toBe('find');
    expect(entries.map(({ name }) => name).sort()).toEqual([...STRANGE, 'sub', 'to-sub', 'dangling'].sort());
    const byName = new Map(entries.map((entry) => [entry.name, entry]));
    expect(byName.get('dangling')).toMatchObject({ type: 'link', target: 'no -> where\nelse' });
    expect(byName.get('to-sub')).toMatchObject({ target: 'sub', leadsTo: 'directory' });
    mkdirSync(join(root, 'up'));
    for (const name of STRANGE) {
      expect(await (await get('text', join(root, name))).text()).toBe(name);
      expect((await put(join(root, 'up', name), name)).status).toBe(200);
    }
    expect(readdirSync(join(root, 'up')).sort()).toEqual([...STRANGE].sort());
    const response = await get('folder', join(root, 'up'));
    const names = (await unpackTar(new Uint8Array(await response.arrayBuffer()))).map(({ header }) => header.name);
    expect(names.sort()).toEqual(['up/', ...STRANGE.map((name) => `up/${name}`)].sort());
    mkdirSync(join(root, 'empty'));
    expect((await list(join(root, 'empty'))).entries).toEqual([]);
    expect(await problemCode(await get('list', join(root, 'none')))).toBe('qd.files.not-found');
    expect(await problemCode(await get('list', join(root, 'two words')))).toBe('qd.files.not-a-directory');
    expect(await problemCode(await get('text', root))).toBe('qd.files.is-a-directory');
  });
});
