import { beforeEach, expect, test } from 'vitest';
import { Drafts } from './drafts.ts';

let now = 1_000_000;
const key = (object = 'apps/deployments/shop/web', user = 'ann') => ({ cluster: 'demo', user, object });

class FullStore {
  readonly items = new Map<string, string>();
  readonly room: number;
  constructor(room = Number.POSITIVE_INFINITY) {
    this.room = room;
  }
  get length() {
    return this.items.size;
  }
  key(index: number) {
    return [...this.items.keys()][index] ?? null;
  }
  getItem(name: string) {
    return this.items.get(name) ?? null;
  }
  setItem(name: string, value: string) {
    const others = [...this.items].filter(([other]) => other !== name).reduce((sum, [, text]) => sum + text.length, 0);
    if (others + value.length > this.room) throw new DOMException('full', 'QuotaExceededError');
    this.items.set(name, value);
  }
  removeItem(name: string) {
    this.items.delete(name);
  }
}

let store: FullStore;
/** as after a reload: nothing but the storage is left */
const open = () =>
  new Drafts(
    () => store,
    () => now,
  );

beforeEach(() => {
  store = new FullStore();
  now = 1_000_000;
});

test('a draft survives a reload and says when it was typed', () => {
  expect(open().save(key(), { text: 'a: 1', baseText: 'a: 0', resourceVersion: '7' }, false)).toBe(true);
  expect(open().find(key())).toEqual({ text: 'a: 1', baseText: 'a: 0', resourceVersion: '7', at: 1_000_000 });
});

test('it is offered to the person who typed it, on that cluster, for that object', () => {
  open().save(key(), { text: 'a: 1' }, false);
  expect(open().find(key(undefined, 'bob'))).toBeUndefined();
  expect(open().find({ ...key(), cluster: 'prod' })).toBeUndefined();
  expect(open().find(key('apps/deployments/shop/web-2'))).toBeUndefined();
});

test('a secret draft never reaches the storage, and takes away what was there', () => {
  const drafts = open();
  drafts.save(key(), { text: 'password: hunter2' }, false);
  expect(drafts.save(key(), { text: 'password: hunter3' }, true)).toBe(false);
  expect([...store.items.values()].join()).not.toContain('hunter');
  expect(drafts.find(key())?.text).toBe('password: hunter3');
  expect(open().find(key())).toBeUndefined();
});

test('discarded is gone', () => {
  const drafts = open();
  drafts.save(key(), { text: 'a' }, false);
  drafts.discard(key());
  expect(drafts.find(key())).toBeUndefined();
  expect(store.length).toBe(0);
});

test('the oldest go when there are too many', () => {
  const drafts = open();
  for (let i = 0; i < 25; i += 1) {
    now += 1000;
    drafts.save(key(`o${i}`), { text: 'a' }, false);
  }
  expect(store.length).toBe(20);
  expect(open().find(key('o4'))).toBeUndefined();
  expect(open().find(key('o5'))).toBeDefined();
});

test('a storage that is full gives up the oldest drafts, then what the draft was begun with, never the draft in memory', () => {
  store = new FullStore(260);
  const drafts = open();
  drafts.save(key('old'), { text: 'x'.repeat(100) }, false);
  now += 1;
  expect(drafts.save(key('new'), { text: 'y'.repeat(150), baseText: 'z'.repeat(300) }, false)).toBe(true);
  expect(open().find(key('new'))).toEqual({ text: 'y'.repeat(150), at: now });
  expect(drafts.save(key('huge'), { text: 'h'.repeat(1000) }, false)).toBe(false);
  expect(drafts.find(key('huge'))?.text).toHaveLength(1000);
});

test('after a month it is old news', () => {
  open().save(key(), { text: 'a' }, false);
  now += 31 * 24 * 3600 * 1000;
  expect(open().find(key())).toBeUndefined();
});

test.each(['', '{', 'null', '{"text":1,"at":2}', '[]'])('what is no draft is none: %s', (text) => {
  open().save(key(), { text: 'a' }, false);
  for (const name of store.items.keys()) store.items.set(name, text);
  expect(open().find(key())).toBeUndefined();
});

test('without a storage a draft lives as long as the page', () => {
  const drafts = new Drafts(() => undefined);
  expect(drafts.save(key(), { text: 'a' }, false)).toBe(false);
  expect(drafts.find(key())?.text).toBe('a');
});
