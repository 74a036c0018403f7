/** What the terminal bench runs in the page. */

/**
 * xterm as it comes, in the page that is measured: the same size and letters, the same bytes, from memory, with as much under way as
 * it takes.
 */
export const BARE = `
import { Terminal } from '@xterm/xterm';
globalThis.qdBareFlood = async (line, ms, cols, rows, fontSize) => {
  const host = document.createElement('div');
  host.style.cssText = 'position:fixed;inset:0;z-index:9999;background:#fff';
  document.body.append(host);
  const terminal = new Terminal({ cols, rows, fontSize, scrollback: 5000 });
  terminal.open(host);
  const chunk = new TextEncoder().encode((line + '\\r\\n').repeat(400)).subarray(0, 32768);
  let drawn = 0;
  const started = performance.now();
  await new Promise((resolve) => {
    const next = () => {
      drawn += chunk.length;
      if (performance.now() - started > ms) resolve();
      else terminal.write(chunk, next);
    };
    for (let i = 0; i < 8; i += 1) terminal.write(chunk, next);
  });
  const rate = drawn / (performance.now() - started) * 1000;
  terminal.dispose();
  host.remove();
  return rate;
};
`;

/**
 * Counts in the page what the worker with the terminal's socket brings, and what of it has been drawn, by its acknowledgements: to be
 * told of each frame from outside would cost more than the frames.
 */
export const COUNT = `
globalThis.qdTraffic = { received: 0, drawn: 0, pending: 0 };
const post = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (order, ...rest) {
  if (order?.type === 'send' && typeof order.data === 'string' && order.data.startsWith('{"type":"ack"'))
    qdTraffic.drawn = JSON.parse(order.data).bytes;
  if (order?.type === 'open' && order.url?.endsWith('/terminal') && !this.qdCounted) {
    this.qdCounted = true;
    this.addEventListener('message', ({ data: news }) => {
      if (news.type !== 'data' || typeof news.data === 'string') return;
      qdTraffic.received += news.data.byteLength;
      qdTraffic.pending = Math.max(qdTraffic.pending, qdTraffic.received - qdTraffic.drawn);
    });
  }
  return post.call(this, order, ...rest);
};
`;

/** Begins to wait for the next Ctrl-C: qdEcho resolves with the time from it to the frame that shows its echo. */
export const ECHO = `globalThis.qdEcho = new Promise((resolve) => {
  let pressed = 0;
  addEventListener('keydown', ({ key }) => { if (key === 'c') pressed = performance.now(); }, { capture: true });
  const look = () => {
    const text = [...document.querySelectorAll('.xterm-rows')].map((rows) => rows.textContent).join('');
    if (pressed > 0 && text.includes('^C')) resolve(performance.now() - pressed);
    else requestAnimationFrame(look);
  };
  look();
}); undefined`;

export interface Traffic {
  readonly drawn: number;
  /** the most that was received and not yet drawn */
  readonly pending: number;
  /** milliseconds of the page's own clock */
  readonly at: number;
}
