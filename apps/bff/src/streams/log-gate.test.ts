import { LOG_WINDOW_LINES } from '@quarterdeck/shared/log-protocol';
import { expect, it } from 'vitest';
import { LogGate } from './log-gate.ts';

it('closes at its window of lines and opens as they are taken', () => {
  const gate = new LogGate();
  for (let i = 0; i < 10; i += 1) gate.sent(LOG_WINDOW_LINES / 10, 10);
  expect(gate.isOpen).toBe(false);
  gate.acknowledge(0);
  expect(gate.isOpen).toBe(false);
  gate.acknowledge(1);
  expect(gate.isOpen).toBe(true);
});

it('closes at its window of bytes, whatever a client claims to have taken', () => {
  const gate = new LogGate();
  gate.acknowledge(1_000_000);
  for (let i = 0; i < 80; i += 1) gate.sent(1, 64 * 1024);
  expect(gate.isOpen).toBe(false);
  gate.acknowledge(40);
  expect(gate.isOpen).toBe(true);
  gate.acknowledge(1_000_000);
  for (let i = 0; i < 80; i += 1) gate.sent(1, 64 * 1024);
  expect(gate.isOpen).toBe(false);
});
