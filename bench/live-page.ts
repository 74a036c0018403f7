import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

/*
 * What runs in the page stands here as text, because the loader of our scripts would weave helpers into a function.
 */

/** Notes how late each marker (a status `t<epoch milliseconds>`) is drawn. */
const WATCH_MARKERS = `
  window.qdLate = [];
  const seen = new Set();
  new MutationObserver(() => {
    const now = [];
    for (const row of document.querySelectorAll('[role=grid] [role=row]')) {
      const mark = /t(\\d{13})e/.exec(row.textContent ?? '');
      if (mark && !seen.has(mark[1])) { seen.add(mark[1]); now.push(Number(mark[1])); }
    }
    if (now.length > 0) requestAnimationFrame(() => { for (const at of now) window.qdLate.push(Date.now() - at); });
  }).observe(document.querySelector('[role=grid]'), { subtree: true, childList: true, characterData: true });
`;

/** Milliseconds between animation frames for so long; scrolls the list when there is one. */
const frames = (ms: number): string => `new Promise((resolve) => {
  let scroller = document.querySelector('[role=grid]');
  while (scroller && !(scroller.scrollHeight > scroller.clientHeight + 200 && /auto|scroll/.test(getComputedStyle(scroller).overflowY)))
    scroller = scroller.parentElement;
  const times = [];
  const end = performance.now() + ${ms};
  let last = performance.now(), step = 80;
  requestAnimationFrame(function frame(now) {
    times.push(now - last);
    last = now;
    if (scroller) {
      const before = scroller.scrollTop;
      scroller.scrollTop += step;
      if (scroller.scrollTop === before) step = -step;
    }
    if (performance.now() < end) requestAnimationFrame(frame);
    else resolve({ times: times.slice(2), scrolled: Boolean(scroller) });
  });
})`;

const WATCH_INTERACTIONS = `
  window.qdInteractions = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.interactionId) window.qdInteractions.push(entry.duration);
  }).observe({ type: 'event', durationThreshold: 16 });
`;

/** Milliseconds between a marker's writing and its drawing, while `write` writes them. */
export async function eventToPixel(page: Page, write: () => Promise<void>): Promise<number[]> {
  await page.evaluate(WATCH_MARKERS);
  await write();
  await page.waitForTimeout(1000);
  return page.evaluate<number[]>('window.qdLate');
}

/** Frame times while the list scrolls (or of a page without a list). */
export async function frameTimes(page: Page, ms: number): Promise<{ times: number[]; scrolled: boolean }> {
  return page.evaluate<{ times: number[]; scrolled: boolean }>(frames(ms));
}

/** Durations of the interactions that `act` makes, as Event Timing has them (8 ms steps; those below 16 ms are left out). */
export async function interactions(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(WATCH_INTERACTIONS);
  await act();
  await page.waitForTimeout(500);
  return page.evaluate<number[]>('window.qdInteractions');
}

/** Open TCP connections to a port of this machine, as the client's side sees them. */
export function connectionsTo(port: number): number {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , remote, state]) => remote?.endsWith(`:${wanted}`) && state === '01').length;
}
