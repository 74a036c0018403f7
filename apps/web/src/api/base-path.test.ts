import { describe, expect, it } from 'vitest';
import { BASE_PATH, ownPath, publicPath } from './base-path.ts';

describe('addresses below a prefix', () => {
  it('are as they are where there is none', () => {
    expect(BASE_PATH).toBe('');
    expect(publicPath('/api/config')).toBe('/api/config');
    expect(ownPath('/clusters/a')).toBe('/clusters/a');
  });

  it('get it on the way out and lose it on the way in', () => {
    expect(publicPath('/clusters/a?q=b#c', '/deck')).toBe('/deck/clusters/a?q=b#c');
    expect(publicPath('#conditions', '/deck')).toBe('#conditions');
    expect(ownPath('/deck/clusters/a', '/deck')).toBe('/clusters/a');
    expect(ownPath('/deck', '/deck')).toBe('/');
    expect(ownPath('/deck/', '/deck')).toBe('/');
    // another program's, or a proxy's way in
    expect(ownPath('/decks/x', '/deck')).toBe('/decks/x');
    expect(ownPath('/clusters/deck', '/deck')).toBe('/clusters/deck');
  });
});
