import { describe, expect, it } from 'vitest';
import { SessionCookie } from './session-cookie.ts';

const HTTP = { secureCookies: false, basePath: '' };
const HTTPS = { secureCookies: true, basePath: '' };
const asHeader = (lines: readonly string[]) => lines.map((line) => line.split(';', 1)[0]).join('; ');

describe('session cookie', () => {
  it('is HttpOnly, Strict and for the whole host; Secure with the __Host- prefix under TLS', () => {
    const [plain] = new SessionCookie('a', HTTP).write('x', undefined);
    expect(plain).toMatch(/^qd-[0-9a-f]{8}\.0=x; Path=\/; HttpOnly; SameSite=Strict$/);
    const [secure] = new SessionCookie('a', HTTPS).write('x', undefined);
    expect(secure).toMatch(/^__Host-qd-[0-9a-f]{8}\.0=x; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  });

  it('below a prefix travels there only, under a name that no cookie of the whole host has', () => {
    const below = { secureCookies: true, basePath: '/deck' };
    const [secure] = new SessionCookie('a', below).write('x', undefined);
    expect(secure).toMatch(/^__Secure-qd-[0-9a-f]{8}\.0=x; Path=\/deck; HttpOnly; Secure; SameSite=Strict$/);
    const [whole, other] = ['', '/other'].map((basePath) =>
      asHeader(new SessionCookie('a', { secureCookies: false, basePath }).write('x', undefined)),
    );
    const plain = new SessionCookie('a', { ...below, secureCookies: false });
    expect(plain.read(`${whole}; ${other}`)).toBeUndefined();
    expect(plain.clear(asHeader(plain.write('x', undefined)))[0]).toContain('Path=/deck;');
  });

  it('has a family of its own for each cluster', () => {
    const header = asHeader(new SessionCookie('a', HTTP).write('x', undefined));
    expect(new SessionCookie('b', HTTP).read(header)).toBeUndefined();
    expect(new SessionCookie('a', HTTPS).read(header)).toBeUndefined();
    expect(new SessionCookie('a', HTTP).read(header)).toBe('x');
  });

  it.each([1, 3800, 3801, 7600, 11_400])('holds %i characters in as many cookies as needed', (length) => {
    const cookie = new SessionCookie('a', HTTPS);
    const sealed = Array.from({ length }, (_, i) => String.fromCharCode(97 + (i % 26))).join('');
    const lines = cookie.write(sealed, undefined);
    expect(lines).toHaveLength(Math.ceil(length / 3800));
    for (const line of lines) expect(line.length).toBeLessThan(4096);
    expect(cookie.read(`other=1; ${asHeader(lines)}`)).toBe(sealed);
  });

  it.each([0, 1])('is nobody’s when a neighbour of the domain has set its part %i as well', (part) => {
    const cookie = new SessionCookie('a', { secureCookies: true, basePath: '/deck' });
    const sealed = 'x'.repeat(5000);
    const own = cookie.write(sealed, undefined);
    const planted = (own[part] ?? '').split(';', 1)[0]?.replace('=x', '=y');
    const header = asHeader(own);
    for (const both of [`${header}; ${planted}`, `${planted}; ${header}`, `${header};${planted} ; ${header}`])
      expect(cookie.read(both) ?? '').not.toMatch(part === 0 ? /./ : /y|^x{5000}$/);
    expect(cookie.read(`${header}; ${header}`)).toBe(sealed);
    // signing out or in anew still removes ours
    expect(cookie.clear(`${planted}; ${header}`)).toHaveLength(2);
  });

  it('says so when it does not fit', () => {
    expect(() => new SessionCookie('a', HTTPS).write('x'.repeat(11_401), undefined)).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'qd.session.credential-too-large' }) }),
    );
  });

  it('clears the chunks of an earlier, longer session', () => {
    const cookie = new SessionCookie('a', HTTP);
    const earlier = asHeader(cookie.write('x'.repeat(9000), undefined));
    const lines = cookie.write('y', earlier);
    expect(lines.filter((line) => line.includes('Max-Age=0'))).toHaveLength(2);
    expect(cookie.clear(earlier)).toHaveLength(3);
    expect(cookie.clear(undefined)).toEqual([]);
  });
});
