import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { testCertificates } from '../test/test-certificates.ts';
import { readClusterSettings } from './known-clusters.ts';

/** OPS-022: clusters as an operator lists them. */
describe('a list of clusters', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'qd-list-'));
    writeFileSync(join(folder, 'ca.crt'), testCertificates.authority);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const read = (text: string, env: Record<string, string> = {}) => {
    const file = join(folder, 'clusters.yaml');
    writeFileSync(file, text);
    const config = readConfig({ QUARTERDECK_CLUSTERS_FILE: file, KUBECONFIG: '/none', ...env });
    return readClusterSettings(config, pino({ level: 'silent' }));
  };

  it('gives each an address, whom to trust, and the way to it', () => {
    const list = `
- name: production
  server: https://10.0.0.1:6443/k8s/clusters/c-1
  caFile: ca.crt
  tlsServerName: kubernetes
  proxyUrl: socks5://bastion:1080
- name: local
  server: http://127.0.0.1:8001
`;
    const clusters = read(list, { QUARTERDECK_CLUSTER_ADDRESSES: 'production=https://k8s.example.com' });
    expect(clusters).toMatchObject([
      {
        name: 'production',
        server: new URL('https://10.0.0.1:6443/k8s/clusters/c-1'),
        ca: Buffer.from(testCertificates.authority),
        serverName: 'kubernetes',
        proxy: new URL('socks5://bastion:1080'),
        addresses: [new URL('https://k8s.example.com')],
        insecure: false,
        localUser: null,
      },
      { name: 'local' },
    ]);
  });

  it.each([
    ['no list', 'name: x', /QUARTERDECK_CLUSTERS_FILE/],
    ['an empty list', '[]', /CLUSTERS_FILE/],
    ['no YAML', '[{', /is not YAML/],
    ['a cluster without an address', '- name: a', /wrong at 0\.server/],
    ['an address that is none', '- {name: a, server: "ftp://x"}', /wrong at 0\.server/],
    ['a word that we do not know', '- {name: a, server: "https://x", token: t}', /Unrecognized key/],
    ['a name twice', '- {name: a, server: "https://x"}\n- {name: a, server: "https://y"}', /two clusters "a"/],
    ['a missing authority', '- {name: a, server: "https://x", caFile: gone.crt}', /cannot read/],
    ['an unknown kind of proxy', '- {name: a, server: "https://x", proxyUrl: "ftp://x"}', /proxyUrl/],
    ['no verification', '- {name: a, server: "https://x", insecureSkipTlsVerify: true}', /INSECURE_TLS_CLUSTERS/],
  ])('refuses %s', (_name, text, words) => {
    expect(() => read(text)).toThrow(words);
  });

  it('wants addresses to be of clusters that are there', () => {
    const list = '- {name: a, server: "https://x"}';
    expect(() => read(list, { QUARTERDECK_CLUSTER_ADDRESSES: 'b=https://y' })).toThrow(/no cluster "b"/);
    expect(() => read(list, { QUARTERDECK_CLUSTER_ADDRESSES: 'a=y' })).toThrow(/is not like/);
  });
});
