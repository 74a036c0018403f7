import { expect, it } from 'vitest';
import { FakeNetwork } from '../../api/fake-socket.ts';
import { SocketWatch } from './socket-watch.ts';

function start() {
  const { clock, timers } = new FakeNetwork();
  const told: string[] = [];
  const watch = new SocketWatch({ clock, ask: () => told.push('asked'), lost: () => told.push('lost') });
  const pass = () => {
    const timer = timers.shift();
    timer?.run();
    return timer?.ms;
  };
  watch.begin();
  return { watch, told, pass, timers };
}

it('asks in the silence, and gives up when nobody answers', () => {
  const { told, pass, timers } = start();
  expect(pass()).toBe(20_000);
  expect(told).toEqual(['asked']);
  expect(pass()).toBe(4000);
  expect(told).toEqual(['asked', 'lost']);
  expect(timers).toEqual([]);
});

it('asks nothing while something comes, and goes on after an answer', () => {
  const { watch, told, pass } = start();
  watch.heard();
  expect(pass()).toBe(20_000);
  expect(told).toEqual([]);
  pass();
  watch.heard();
  pass();
  expect(told).toEqual(['asked']);
  expect(pass()).toBe(20_000);
  expect(told).toEqual(['asked', 'asked']);
});

it('is in doubt sooner when what is typed is not answered; more keys do not put it off', () => {
  const { watch, told, pass, timers } = start();
  watch.heard();
  watch.typed();
  watch.typed();
  expect(timers).toHaveLength(1);
  expect(pass()).toBe(4000);
  watch.typed();
  expect(timers.map(({ ms }) => ms)).toEqual([4000]);
  pass();
  expect(told).toEqual(['asked', 'lost']);
});

it('has nothing to say once it has ended', () => {
  const { watch, told, timers } = start();
  watch.end();
  watch.typed();
  expect(timers).toEqual([]);
  expect(told).toEqual([]);
});
