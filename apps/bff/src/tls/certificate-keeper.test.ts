import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../telemetry/log.ts';
import { FakeClock } from '../test/fake-clock.ts';
import { testCertificates } from '../test/test-certificates.ts';
import { CertificateKeeper } from './certificate-keeper.ts';
import { makeSelfSigned } from './self-signed.ts';

const SECRET = Buffer.alloc(32, 3);
const DAY = 24 * 3600 * 1000;
const { server, client } = testCertificates;

describe('the certificate that is served', () => {
  let folder: string;
  let clock: FakeClock;
  let lines: string[];
  let keeper: CertificateKeeper;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quarterdeck-tls-'));
    clock = new FakeClock();
    lines = [];
  });
  afterEach(() => {
    keeper.close();
    rmSync(folder, { recursive: true });
  });

  async function start(at: string | null = folder): Promise<CertificateKeeper> {
    const log = createLog('info', { write: (line) => void lines.push(line) });
    keeper = new CertificateKeeper({ settings: { folder: at, names: ['localhost'] }, secret: SECRET, clock, log });
    await keeper.start();
    return keeper;
  }
  const put = (pair: { readonly cert: string; readonly key: string }, name = 'tls', into = folder) => {
    writeFileSync(join(into, `${name}.crt`), pair.cert);
    writeFileSync(join(into, `${name}.key`), pair.key);
  };
  const warnings = () => lines.filter((line) => line.includes('"level":40'));

  it.each(['tls', 'dashboard'])('comes from %s.crt and .key', async (name) => {
    put(server, name);
    const { current } = await start();
    expect(current).toMatchObject({ ...server, source: 'given', isSelfSigned: false });
    expect(lines).toEqual([]);
  });

  it('prefers the names of a TLS Secret', async () => {
    put(client, 'dashboard');
    put(server);
    expect((await start()).current.cert).toBe(server.cert);
  });

  it.each([
    ['tls.key is missing', () => writeFileSync(join(folder, 'tls.crt'), server.cert)],
    ['not the one of', () => put({ cert: server.cert, key: client.key })],
    ['certificate is not PEM', () => put({ cert: 'x', key: server.key })],
    ['key is not PEM', () => put({ cert: server.cert, key: 'canary' })],
    ['passphrase', () => put({ cert: server.cert, key: '-----BEGIN ENCRYPTED PRIVATE KEY-----\ncanary' })],
    ['cannot be read', () => mkdirSync(join(folder, 'tls.crt'))],
  ])('does not start with a broken pair: %s', async (words, make) => {
    make();
    const fault = await start().catch((error: Error) => error.message);
    expect(fault).toContain('QUARTERDECK_TLS_DIR: ');
    expect(fault).toContain(words);
    expect(fault).not.toContain('canary');
  });

  it('is self-signed until files appear, and says so', async () => {
    const changes: string[] = [];
    await start(join(folder, 'later'));
    keeper.onChange(({ source }) => changes.push(source));
    expect(keeper.current.source).toBe('self-signed');
    expect(warnings()[0]).toContain('a self-signed one is served');
    await keeper.look();
    mkdirSync(join(folder, 'later'));
    put(server, 'tls', join(folder, 'later'));
    await keeper.look();
    expect(keeper.current.cert).toBe(server.cert);
    await keeper.look();
    expect(changes).toEqual(['given']);
  });

  it('looks by itself, and follows the swap of links by which a mounted Secret changes', async () => {
    const version = (name: string, pair: typeof server | typeof client) => {
      mkdirSync(join(folder, name));
      put(pair, 'tls', join(folder, name));
      symlinkSync(name, join(folder, '..tmp'));
      renameSync(join(folder, '..tmp'), join(folder, '..data'));
    };
    version('..1', server);
    for (const file of ['tls.crt', 'tls.key']) symlinkSync(`..data/${file}`, join(folder, file));
    await start();
    expect(keeper.current.cert).toBe(server.cert);
    const changed = new Promise<string>((resolve) => keeper.onChange(({ cert }) => resolve(cert)));
    version('..2', client);
    clock.advance(10_000);
    expect(await changed).toBe(client.cert);
  });

  it('stays as it is while the new pair is broken, and warns once, when it is not just being written', async () => {
    put(server);
    await start();
    writeFileSync(join(folder, 'tls.crt'), client.cert);
    await keeper.look();
    expect(lines).toEqual([]);
    await keeper.look();
    await keeper.look();
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]).toContain('the one from before is kept');
    expect(keeper.current.cert).toBe(server.cert);
    writeFileSync(join(folder, 'tls.key'), client.key);
    await keeper.look();
    expect(keeper.current.cert).toBe(client.cert);
  });

  it('stays as it is when the files are gone', async () => {
    put(server);
    await start();
    unlinkSync(join(folder, 'tls.crt'));
    unlinkSync(join(folder, 'tls.key'));
    await keeper.look();
    await keeper.look();
    expect(warnings()[0]).toContain('the files are gone');
    expect(keeper.current.cert).toBe(server.cert);
  });

  it('does not change a valid one for one that has expired', async () => {
    const old = await makeSelfSigned(SECRET, ['localhost'], clock.now() - 800 * DAY);
    put(server);
    await start();
    put(old);
    await keeper.look();
    await keeper.look();
    expect(warnings()[0]).toContain('not valid at this time');
    expect(keeper.current.cert).toBe(server.cert);
  });

  it('warns once a day from 30 days before its end, and when it is over', async () => {
    const given = await makeSelfSigned(SECRET, ['localhost'], clock.now());
    put(given);
    await start();
    expect(keeper.current).toMatchObject({ source: 'given', isSelfSigned: true });
    const left = given.notAfter - clock.now();
    clock.advance(left - 30 * DAY - 3600_000);
    await keeper.look();
    expect(warnings()).toEqual([]);
    clock.advance(2 * 3600_000);
    await keeper.look();
    await keeper.look();
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]).toContain('"days":29');
    clock.advance(DAY);
    await keeper.look();
    expect(warnings()).toHaveLength(2);
    clock.advance(30 * DAY);
    await keeper.look();
    expect(warnings().at(-1)).toContain('has expired');
  });

  it('is made anew with each period where there are no files, so that it never ends', async () => {
    await start(null);
    const { cert } = keeper.current;
    for (let days = 0; days < 800; days += 10) {
      clock.advance(10 * DAY);
      await keeper.look();
      await keeper.look();
      expect(keeper.current.notAfter - clock.now()).toBeGreaterThan(30 * DAY);
    }
    expect(keeper.current.cert).not.toBe(cert);
    expect(warnings()).toHaveLength(1);
  });
});
