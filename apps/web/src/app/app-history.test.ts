// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest';
import { createAppHistory } from './app-history.ts';

describe('the history below a prefix', () => {
  let history: ReturnType<typeof createAppHistory>;
  afterEach(() => history.destroy());

  it('knows addresses without it, and writes them with it', () => {
    window.history.replaceState(null, '', '/deck/clusters/a/overview?q=1#x');
    history = createAppHistory('/deck');
    expect(history.location).toMatchObject({ pathname: '/clusters/a/overview', search: '?q=1', hash: '#x' });
    history.push('/clusters/b?l=c');
    history.flush();
    expect(window.location.href).toMatch(/\/deck\/clusters\/b\?l=c$/);
    expect(history.location).toMatchObject({ pathname: '/clusters/b', href: '/clusters/b?l=c' });
    history.replace(`${history.location.pathname}?q=2`);
    history.flush();
    expect(window.location.pathname + window.location.search).toBe('/deck/clusters/b?q=2');
    expect(history.createHref('/sign-in')).toBe('/deck/sign-in');
  });

  it('follows what is pushed beside it', () => {
    window.history.replaceState(null, '', '/deck');
    history = createAppHistory('/deck');
    expect(history.location.pathname).toBe('/');
    const seen: string[] = [];
    history.subscribe(({ location }) => seen.push(location.pathname));
    window.history.pushState({}, '', '/deck/clusters/c');
    expect(seen).toEqual(['/clusters/c']);
  });

  it('takes an entry that the browser made by itself: a hash typed into the address bar', () => {
    window.history.replaceState(null, '', '/deck/clusters/a');
    history = createAppHistory('/deck');
    history.push('/clusters/b');
    history.flush();
    const seen: string[] = [];
    history.subscribe(({ location }) => seen.push(location.hash));
    History.prototype.replaceState.call(window.history, null, '', '#typed');
    window.dispatchEvent(new PopStateEvent('popstate', { state: null }));
    expect(seen).toEqual(['#typed']);
    expect(history.location.state.__TSR_index).toBe(0);
    history.push('/clusters/c');
    history.flush();
    expect(history.location.state.__TSR_index).toBe(1);
  });

  it('takes no path for another host', () => {
    window.history.replaceState(null, '', '/deck//elsewhere.example/a');
    history = createAppHistory('/deck');
    expect(history.location.href).toBe('/elsewhere.example/a');
  });

  it('is the browser’s own without one', () => {
    window.history.replaceState(null, '', '/clusters/a');
    history = createAppHistory('');
    history.push('/clusters/b');
    history.flush();
    expect(window.location.pathname).toBe('/clusters/b');
  });
});
