import { MantineProvider } from '@mantine/core';
import type { AppConfig, SessionInfo } from '@quarterdeck/shared/bff-api';
import { problem } from '@quarterdeck/shared/problem';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import SignInPage from './sign-in-page.tsx';

const demo = {
  name: 'demo',
  demo: true,
  readyLogins: [
    { id: 'admin', label: 'x', description: 'x' },
    { id: 'developer', label: 'x', description: 'x' },
    { id: 'viewer', label: 'x', description: 'x' },
    { id: 'auditor', label: 'Auditor', description: 'Reads the audit log.' },
  ],
  localUser: null,
};
const kind = { name: 'kind-dev', demo: false, readyLogins: [], localUser: 'kubernetes-admin' };

const posted: { path: string; body: unknown }[] = [];
let config: AppConfig;
let signInAnswer: () => Response;

beforeAll(() => startAllWords());
beforeEach(() => {
  posted.length = 0;
  config = { version: '0', clusters: [demo] };
  signInAnswer = () => Response.json({ cluster: 'demo' });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    if (path === '/api/config') return Response.json(config);
    posted.push({ path, body: JSON.parse(String(init?.body)) });
    return signInAnswer();
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show(props: { localKey?: string; wanted?: string } = {}) {
  const onSignedIn = vi.fn<(session: SessionInfo) => void>();
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <SignInPage wanted={props.wanted} localKey={props.localKey} onSignedIn={onSignedIn} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return onSignedIn;
}

describe('the sign-in page', () => {
  it('offers the ready logins by their names', async () => {
    const onSignedIn = show();
    await userEvent.click(await screen.findByRole('button', { name: 'Namespace developer' }));
    expect(posted).toEqual([{ path: '/api/clusters/demo/session', body: { readyLogin: 'developer' } }]);
    expect(onSignedIn).toHaveBeenCalledWith({ cluster: 'demo' });
    expect(screen.getByRole('button', { name: 'Cluster admin' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Viewer' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Auditor' })).toBeTruthy();
  });

  it.each([
    ['aaa.bbb\n  .ccc\n', 'aaa.bbb.ccc'],
    ['Bearer aaa.bbb.ccc', 'aaa.bbb.ccc'],
    [btoa('aaa.bbb.ccc'), 'aaa.bbb.ccc'],
    ['static-token', 'static-token'],
  ])('cleans what is pasted: %j', async (pasted, token) => {
    show();
    await userEvent.click(await screen.findByLabelText('Token'));
    await userEvent.paste(pasted);
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(posted).toEqual([{ path: '/api/clusters/demo/session', body: { token } }]);
  });

  it('says what is wrong with a paste, and sends nothing', async () => {
    show();
    await userEvent.click(await screen.findByLabelText('Token'));
    await userEvent.paste('令牌\u0001');
    expect(screen.getByText(/This is not a token/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(posted).toEqual([]);
  });

  it('asks for a token when there is none', async () => {
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Sign in' }));
    expect(screen.getByText('Paste a token first.')).toBeTruthy();
    expect(posted).toEqual([]);
  });

  it('says before a token is typed that this address is none of the server, and which are', async () => {
    const own = ['https://deck.example.com/deck', 'https://10.0.0.1:8443/deck'];
    config = { version: '0', clusters: [demo], addresses: own };
    show();
    const notice = await screen.findByRole('alert');
    expect(notice.textContent).toContain(`You are at ${location.origin}.`);
    expect(notice.textContent).toContain('QUARTERDECK_PUBLIC_URL');
    for (const address of own) expect(screen.getByRole('link', { name: address }).getAttribute('href')).toBe(address);
    // a proxy may yet write another Origin: nothing is taken away
    expect(screen.getByLabelText('Token')).toBeTruthy();
  });

  it('says nothing of addresses at one of them', async () => {
    config = { version: '0', clusters: [demo], addresses: ['https://10.0.0.1', `${location.origin}/deck`] };
    show();
    await screen.findByLabelText('Token');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('explains a refusal in words, and keeps what was typed', async () => {
    signInAnswer = () =>
      Response.json(problem('qd.session.token-rejected', 'rejected', { detail: 'raw words' }), { status: 401 });
    const onSignedIn = show();
    const field = await screen.findByLabelText<HTMLInputElement>('Token');
    await userEvent.type(field, 'abc');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('The API server does not accept this token')).toBeTruthy();
    expect(field.value).toBe('abc');
    expect(onSignedIn).not.toHaveBeenCalled();
  });

  it('tells of a refused token who made it and for whom', async () => {
    signInAnswer = () => Response.json(problem('qd.session.token-rejected', 'rejected'), { status: 401 });
    show();
    const claims = { iss: 'https://other.example', aud: ['vault'], sub: 'system:serviceaccount:a:b' };
    const field = await screen.findByLabelText<HTMLInputElement>('Token');
    await userEvent.click(field);
    await userEvent.paste(`${btoa('{}')}.${btoa(JSON.stringify(claims))}.x`);
    expect(screen.queryByRole('region', { name: /this token says/ })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    const facts = await screen.findByRole('region', { name: 'What this token says of itself' });
    for (const words of ['https://other.example', 'vault', 'system:serviceaccount:a:b'])
      expect(facts.textContent).toContain(words);
    // of one that is no JWT there is nothing to tell
    await userEvent.clear(field);
    await userEvent.type(field, 'opaque');
    expect(screen.queryByRole('region', { name: /this token says/ })).toBeNull();
  });

  it('offers the local user only to who has the key', async () => {
    config = { version: '0', clusters: [kind] };
    show();
    await screen.findByLabelText('Token');
    expect(screen.queryByRole('button', { name: /Continue as/ })).toBeNull();
    cleanup();
    show({ localKey: 'printed' });
    await userEvent.click(await screen.findByRole('button', { name: 'Continue as kubernetes-admin' }));
    expect(posted).toEqual([{ path: '/api/clusters/kind-dev/session', body: { localKey: 'printed' } }]);
  });

  it('starts with the cluster that the address names, and lets choose another', async () => {
    config = { version: '0', clusters: [demo, kind] };
    show({ wanted: 'kind-dev' });
    const select = await screen.findByLabelText<HTMLSelectElement>('Cluster');
    expect(select.value).toBe('kind-dev');
    await userEvent.selectOptions(select, 'demo');
    expect(screen.getByRole('button', { name: 'Viewer' })).toBeTruthy();
  });
});
