import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-config-'));
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const key = Buffer.alloc(32, 7).toString('base64');
const login = { id: 'admin', label: 'Admin', description: 'all', token: 'canary-token', cluster: 'demo' };

describe('configuration', () => {
  it('has safe defaults', () => {
    const config = readConfig({ PORT: '' });
    expect(config).toMatchObject({
      host: 'localhost',
      port: 8080,
      publicOrigins: [],
      secureCookies: false,
      sessionIdleSeconds: 1800,
      sessionMaxSeconds: 43_200,
      localUser: false,
      trustProxy: 0,
      inCluster: null,
    });
    expect(config.sessionKey).toHaveLength(32);
    expect(config.warnings.join()).toContain('QUARTERDECK_SESSION_KEY');
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('makes up a different key at each start', () => {
    expect(readConfig({}).sessionKey).not.toEqual(readConfig({}).sessionKey);
  });

  it.each([
    ['PORT', { PORT: 'http' }],
    ['PORT', { PORT: '70000' }],
    ['HOST', { HOST: 'a b' }],
    ['QUARTERDECK_PUBLIC_URL', { HOST: '0.0.0.0' }],
    ['QUARTERDECK_PUBLIC_URL', { QUARTERDECK_PUBLIC_URL: 'deck.example.com' }],
    ['QUARTERDECK_PUBLIC_URL', { QUARTERDECK_PUBLIC_URL: 'https://deck.example.com/a?b' }],
    ['QUARTERDECK_PUBLIC_URL', { QUARTERDECK_PUBLIC_URL: 'https://deck.example.com/a"b' }],
    ['QUARTERDECK_PUBLIC_URL', { QUARTERDECK_PUBLIC_URL: 'https://deck.example.com//a' }],
    ['QUARTERDECK_PUBLIC_URL', { QUARTERDECK_PUBLIC_URL: 'https://deck.example.com/%41' }],
    ['QUARTERDECK_PUBLIC_URL', { QUARTERDECK_PUBLIC_URL: 'https://deck.example.com/api/deck' }],
    ['QUARTERDECK_PUBLIC_URL', { QUARTERDECK_PUBLIC_URL: 'https://deck.example.com/Clusters' }],
    ['QUARTERDECK_PUBLIC_URL', { QUARTERDECK_PUBLIC_URL: 'https://a.example/deck,https://b.example' }],
    ['QUARTERDECK_PUBLIC_URL', { QUARTERDECK_PUBLIC_URL: 'http://a.example', QUARTERDECK_TLS: '1' }],
    ['QUARTERDECK_TLS', { QUARTERDECK_TLS: 'yes' }],
    ['QUARTERDECK_TLS', { QUARTERDECK_TLS: '0', QUARTERDECK_TLS_DIR: '/tls' }],
    ['QUARTERDECK_TLS_NAMES', { QUARTERDECK_TLS: '1', QUARTERDECK_TLS_NAMES: 'a b' }],
    ['QUARTERDECK_HSTS', { QUARTERDECK_HSTS: 'forever' }],
    ['QUARTERDECK_PUBLIC_URL', { QUARTERDECK_PUBLIC_URL: 'https://a.example,http://b.example' }],
    ['QUARTERDECK_SESSION_KEY', { QUARTERDECK_SESSION_KEY: 'short' }],
    ['QUARTERDECK_SESSION_KEY', { QUARTERDECK_SESSION_KEY: 'é'.repeat(44) }],
    ['QUARTERDECK_SESSION_KEY_FILE', { QUARTERDECK_SESSION_KEY_FILE: '/no/such/file' }],
    ['QUARTERDECK_SESSION_IDLE_MINUTES', { QUARTERDECK_SESSION_IDLE_MINUTES: '0' }],
    ['QUARTERDECK_SESSION_MAX_HOURS', { QUARTERDECK_SESSION_MAX_HOURS: '9000' }],
    ['QUARTERDECK_LOCAL_USER', { QUARTERDECK_LOCAL_USER: 'yes' }],
    [
      'QUARTERDECK_LOCAL_USER',
      { HOST: '0.0.0.0', QUARTERDECK_PUBLIC_URL: 'https://deck.example.com', QUARTERDECK_LOCAL_USER: '1' },
    ],
    [
      'QUARTERDECK_READY_LOGINS_FILE',
      {
        HOST: '0.0.0.0',
        QUARTERDECK_PUBLIC_URL: 'https://deck.example.com',
        QUARTERDECK_READY_LOGINS_FILE: file('remote.json', JSON.stringify([login])),
      },
    ],
    ['QUARTERDECK_READY_LOGINS_FILE', { QUARTERDECK_READY_LOGINS_FILE: file('text.json', 'no json: canary-token') }],
    [
      'QUARTERDECK_READY_LOGINS_FILE',
      { QUARTERDECK_READY_LOGINS_FILE: file('bad.json', JSON.stringify([{ ...login, token: 'canary token' }])) },
    ],
    ['QUARTERDECK_LOG_LEVEL', { QUARTERDECK_LOG_LEVEL: 'loud' }],
    ['QUARTERDECK_TRUST_PROXY', { QUARTERDECK_TRUST_PROXY: 'true' }],
    ['NODE_TLS_REJECT_UNAUTHORIZED', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }],
  ])('refuses to start and names %s', (variable, env) => {
    let message = '';
    try {
      readConfig(env);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message.startsWith(`${variable}: `)).toBe(true);
    expect(message).not.toContain('canary');
  });

  it('reads what is given', () => {
    const config = readConfig({
      HOST: '0.0.0.0',
      PORT: '0',
      QUARTERDECK_PUBLIC_URL: 'https://deck.example.com',
      QUARTERDECK_PUBLIC_URLS: 'https://b.example:8443/ , https://c.example',
      QUARTERDECK_SESSION_KEY_FILE: file('key', `${key}\n`),
      QUARTERDECK_SESSION_MAX_HOURS: '720',
      QUARTERDECK_TRUST_PROXY: '10.0.0.0/8, loopback',
      KUBECONFIG: '/a:/b',
      KUBERNETES_SERVICE_HOST: 'fd00::1',
    });
    expect(config).toMatchObject({
      publicOrigins: ['https://deck.example.com', 'https://b.example:8443', 'https://c.example'],
      secureCookies: true,
      kubeconfigFiles: ['/a', '/b'],
      trustProxy: ['10.0.0.0/8', 'loopback'],
      inCluster: { server: 'https://[fd00::1]:443' },
    });
    expect(config.sessionKey.toString('base64')).toBe(key);
    expect(config.warnings.join()).toContain('720 hours');
  });

  it('warns of a name that is none of ours, without its value', () => {
    const { warnings } = readConfig({
      QUARTERDECK_SESSION_KEY: key,
      QUARTERDECK_SESSION_IDLE_MINUTE: 'canary',
      QUARTERDECK_PORT: '8080',
      QUARTERDECK_EMPTY: '',
      OTHER_SETTING: 'x',
    });
    expect(warnings).toEqual([
      'QUARTERDECK_PORT is no setting, so it is ignored: is it mistyped?',
      'QUARTERDECK_SESSION_IDLE_MINUTE is no setting, so it is ignored: is it mistyped?',
    ]);
  });

  it('says nothing of what Kubernetes tells a pod of a Service "quarterdeck"', () => {
    const { warnings } = readConfig({
      QUARTERDECK_SESSION_KEY: key,
      KUBERNETES_SERVICE_HOST: '10.0.0.1',
      QUARTERDECK_SERVICE_HOST: '10.0.0.2',
      QUARTERDECK_SERVICE_PORT: '443',
      QUARTERDECK_SERVICE_PORT_HTTPS: '443',
      QUARTERDECK_PORT: 'tcp://10.0.0.2:443',
      QUARTERDECK_PORT_443_TCP: 'tcp://10.0.0.2:443',
      QUARTERDECK_PORT_443_TCP_ADDR: '10.0.0.2',
      QUARTERDECK_SESION_KEY_FILE: '/key',
    });
    expect(warnings).toEqual(['QUARTERDECK_SESION_KEY_FILE is no setting, so it is ignored: is it mistyped?']);
  });

  it('refuses one port for two listeners', () => {
    const both = { QUARTERDECK_METRICS_PORT: '9090', QUARTERDECK_PORTS_PORT: '9090' };
    expect(() => readConfig({ PORT: '9090', QUARTERDECK_METRICS_PORT: '9090' })).toThrow(
      'QUARTERDECK_METRICS_PORT: is 9090, which is that of PORT already',
    );
    expect(() => readConfig({ PORT: '9090', QUARTERDECK_PORTS_PORT: '9090' })).toThrow(/^QUARTERDECK_PORTS_PORT: /);
    expect(() => readConfig(both)).toThrow(/^QUARTERDECK_METRICS_PORT: .* of QUARTERDECK_PORTS_PORT already$/);
    readConfig({ PORT: '0', QUARTERDECK_METRICS_PORT: '0', QUARTERDECK_PORTS_PORT: '0' });
  });

  it('takes a path that all public addresses have for the prefix of everything', () => {
    const urls = 'https://a.example/tools/deck/, https://b.example:8443/tools/deck';
    expect(readConfig({ QUARTERDECK_PUBLIC_URL: urls })).toMatchObject({
      publicOrigins: ['https://a.example', 'https://b.example:8443'],
      basePath: '/tools/deck',
      tls: null,
    });
    expect(readConfig({ QUARTERDECK_PUBLIC_URL: 'https://a.example/' }).basePath).toBe('');
  });

  it('speaks TLS when it is told to, or where certificates are, under every name that it is reached by', () => {
    expect(readConfig({})).toMatchObject({ tls: null, hsts: null, basePath: '' });
    expect(readConfig({ QUARTERDECK_TLS: '0' }).tls).toBeNull();
    expect(readConfig({ QUARTERDECK_TLS_DIR: '/tls' }).tls?.folder).toBe('/tls');
    const inPod = readConfig({
      HOST: '0.0.0.0',
      KUBERNETES_SERVICE_HOST: '10.0.0.1',
      QUARTERDECK_TLS: '1',
      QUARTERDECK_PUBLIC_URL: 'https://Deck.example.com:30443,https://192.0.2.7:30443,https://[2001:db8::1]',
      QUARTERDECK_TLS_NAMES: 'deck.quarterdeck.svc, 10.1.2.3',
      QUARTERDECK_PORTS_PORT: '8444',
      QUARTERDECK_PORTS_URL: 'https://*.ports.example.org',
    });
    expect(inPod).toMatchObject({ secureCookies: true, hsts: null });
    // nothing of the pod itself: replicas are to have the same certificate
    expect(inPod.tls).toEqual({
      folder: null,
      names: [
        'deck.example.com',
        '192.0.2.7',
        '2001:db8::1',
        '*.ports.example.org',
        'deck.quarterdeck.svc',
        '10.1.2.3',
        'localhost',
        '127.0.0.1',
        '::1',
      ],
    });
    const { tls, secureCookies } = readConfig({ QUARTERDECK_TLS: '1', HOST: '127.0.0.1' });
    expect([tls?.names, secureCookies]).toEqual([['127.0.0.1', 'localhost', '::1'], true]);
  });

  it('bounds terminals by number and by time', () => {
    expect(readConfig({})).toMatchObject({
      terminalsPerSession: 20,
      terminalIdleSeconds: 14_400,
      terminalLingerSeconds: 60,
    });
    expect(readConfig({ QUARTERDECK_TERMINAL_IDLE_MINUTES: '0' }).terminalIdleSeconds).toBe(0);
    for (const wrong of ['0', '61', 'many']) expect(() => readConfig({ QUARTERDECK_TERMINALS: wrong })).toThrow();
    expect(() => readConfig({ QUARTERDECK_TERMINAL_LINGER_SECONDS: '1' })).toThrow();
  });

  it('prefers its own kubeconfig variable', () => {
    expect(readConfig({ KUBECONFIG: '/a', QUARTERDECK_KUBECONFIG: '/q' }).kubeconfigFiles).toEqual(['/q']);
  });

  it('node shells are offered on loopback alone unless they are turned on', () => {
    const remote = { HOST: '0.0.0.0', QUARTERDECK_PUBLIC_URL: 'https://deck.example.com' };
    expect(readConfig({})).toMatchObject({
      nodeShell: true,
      debugImage: 'busybox:1.36',
      throwAwaySeconds: 4 * 3600,
    });
    expect(readConfig(remote).nodeShell).toBe(false);
    expect(readConfig({ ...remote, QUARTERDECK_NODE_SHELL: '1' }).nodeShell).toBe(true);
    expect(readConfig({ QUARTERDECK_NODE_SHELL: '0' }).nodeShell).toBe(false);
    expect(readConfig({ QUARTERDECK_DEBUG_IMAGE: 'reg.example:5000/tools/box@sha256:0a' }).debugImage).toContain('@');
    for (const wrong of ['-x', 'a b', 'a;b'])
      expect(() => readConfig({ QUARTERDECK_DEBUG_IMAGE: wrong })).toThrow('QUARTERDECK_DEBUG_IMAGE');
    for (const wrong of ['0', '25']) expect(() => readConfig({ QUARTERDECK_THROW_AWAY_HOURS: wrong })).toThrow();
  });

  it('lets manifests be fetched by address on loopback, and elsewhere from the hosts it is told', () => {
    const remote = { HOST: '0.0.0.0', QUARTERDECK_PUBLIC_URL: 'https://deck.example.com' };
    expect(readConfig({}).fetchHosts).toEqual(['*']);
    expect(readConfig({ QUARTERDECK_FETCH_HOSTS: 'off' }).fetchHosts).toEqual([]);
    expect(readConfig(remote).fetchHosts).toEqual([]);
    expect(readConfig({ ...remote, QUARTERDECK_FETCH_HOSTS: 'Raw.example.com, *.k8s.io' }).fetchHosts).toEqual([
      'raw.example.com',
      '*.k8s.io',
    ]);
    for (const wrong of ['https://a.example', 'a.*', 'a b', '10.0.0.0/8'])
      expect(() => readConfig({ QUARTERDECK_FETCH_HOSTS: wrong })).toThrow('FETCH_HOSTS');
  });

  it('reads ready logins on loopback', () => {
    const env = { QUARTERDECK_READY_LOGINS_FILE: file('logins.json', JSON.stringify([login])) };
    expect(readConfig(env).readyLogins).toEqual([login]);
  });
});

describe('QUARTERDECK_NAMESPACES', () => {
  it('takes names, for all clusters or one', () => {
    expect(readConfig({ QUARTERDECK_NAMESPACES: 'shop, a=b=till' }).namespaces).toEqual([
      { cluster: null, namespace: 'shop' },
      { cluster: 'a=b', namespace: 'till' },
    ]);
    for (const wrong of ['Shop', 'a=', '=a', 'a b'])
      expect(() => readConfig({ QUARTERDECK_NAMESPACES: wrong })).toThrow('QUARTERDECK_NAMESPACES');
  });

  it('believes a proxy’s header from named addresses alone', () => {
    const header = { QUARTERDECK_PROXY_TOKEN_HEADER: 'X-Forwarded-Access-Token' };
    expect(readConfig({ ...header, QUARTERDECK_PROXY_TOKEN_FROM: '10.0.0.0/8, ::1' }).proxyToken).toEqual({
      header: 'x-forwarded-access-token',
      from: ['10.0.0.0/8', '::1'],
    });
    expect(() => readConfig(header)).toThrow(/QUARTERDECK_PROXY_TOKEN_FROM: is required/);
    expect(() => readConfig({ QUARTERDECK_PROXY_TOKEN_FROM: '10.0.0.1' })).toThrow(/TOKEN_HEADER: is required/);
    for (const from of ['0.0.0.0/0', 'proxy.example.com', '10.0.0.0/33', '10.0.0.1/8/8', '*'])
      expect(() => readConfig({ ...header, QUARTERDECK_PROXY_TOKEN_FROM: from })).toThrow(/is not an address/);
    for (const name of ['Cookie', 'Host', 'Origin', 'Sec-Fetch-Site', 'a_b', 'x y'])
      expect(() => readConfig({ QUARTERDECK_PROXY_TOKEN_HEADER: name, QUARTERDECK_PROXY_TOKEN_FROM: '::1' })).toThrow(
        /QUARTERDECK_PROXY_TOKEN_HEADER/,
      );
  });
});
