import { LOG_WINDOW_LINES } from '@quarterdeck/shared/stream-protocol';
import { expect, it } from 'vitest';
import { LogGate } from './log-gate.ts';

it('closes at its window of lines and opens as they are taken', async () => {
  const gate = new LogGate();
  for (let i = 0; i < LOG_WINDOW_LINES; i += 1) gate.take(10);
  gate.sent(LOG_WINDOW_LINES, LOG_WINDOW_LINES * 10);
  expect(gate.isOpen).toBe(false);
  let opened = false;
  const waiting = gate.opened().then(() => {
    opened = true;
  });
  gate.acknowledge(0);
  await Promise.resolve();
  expect(opened).toBe(false);
  gate.acknowledge(500);
  await waiting;
  expect(gate.isOpen).toBe(true);
});

it('closes at its window of bytes, whatever a client claims to have taken', () => {
  const gate = new LogGate();
  gate.acknowledge(1_000_000);
  for (let i = 0; i < 80; i += 1) gate.take(64 * 1024);
  expect(gate.isOpen).toBe(false);
  gate.acknowledge(2_000_000);
  expect(gate.isOpen).toBe(false);
  gate.sent(80, 80 * 64 * 1024);
  gate.acknowledge(2_000_000);
  expect(gate.isOpen).toBe(true);
});

it('lets everyone go at the end', async () => {
  const gate = new LogGate();
  gate.take(10 * 1024 * 1024);
  const waiting = gate.opened();
  gate.end();
  await waiting;
});
