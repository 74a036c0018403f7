import { plainText } from './ansi.ts';
import type { LineLook } from './log-line.tsx';
import type { LogStore } from './log-store.ts';
import { formatTime } from './log-time.ts';

/** What is shown as plain text, traces unfolded, with names and time stamps where they are shown. */
export function* logText(
  { ring, view, snapshot }: LogStore,
  { time, named }: Pick<LineLook, 'time' | 'named'>,
): Iterable<string> {
  const { sources } = snapshot();
  for (const entry of ring.entries()) {
    if (entry.mark !== undefined || !view.lets(entry.seq)) continue;
    const stamp = formatTime(entry.time, time);
    const name = named ? `${sources[entry.source]?.key ?? ''} ` : '';
    yield `${name}${stamp === '' ? '' : `${stamp} `}${plainText(entry.text)}\n`;
  }
}
