import type { Terminal } from '@xterm/xterm';

/** Sequences of the operating-system kind that a program may not use: title, icon, clipboard, links, notifications. */
const IGNORED_OSC = [0, 1, 2, 7, 8, 9, 52, 777];
/** Questions that a terminal answers by typing. An answer to an old question would be typed into today's shell. */
const ASKING_OSC = [4, 10, 11, 12];
/** Device attributes, status reports, mode reports. */
const ASKING_CSI = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
] as const;
/** These are done as often as they say: two thousand million times would stop the page. */
const REPEATED = ['@', 'I', 'L', 'M', 'P', 'S', 'T', 'X', 'Z', 'b'];
const MOST_REPEATS = 10_000;

/** Closes an xterm's doors to what output must not do. `replaying`: what is drawn now was asked and answered long ago. */
export function guardTerminal({ parser }: Terminal, replaying: () => boolean): void {
  for (const id of IGNORED_OSC) parser.registerOscHandler(id, () => true);
  for (const id of ASKING_OSC) parser.registerOscHandler(id, (data) => replaying() && data.includes('?'));
  for (const id of ASKING_CSI) parser.registerCsiHandler(id, replaying);
  // DECRQSS
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, replaying);
  for (const final of REPEATED)
    parser.registerCsiHandler({ final }, ([times]) => typeof times === 'number' && times > MOST_REPEATS);
}
