import { plainText } from './ansi.ts';
import type { LogRing } from './log-ring.ts';
import { formatTime, type TimeFormat } from './log-time.ts';

/** What is shown as plain text, line by line, time stamps where they are shown. */
export function* logText(ring: LogRing, time: TimeFormat): Iterable<string> {
  for (const entry of ring.entries()) {
    if (entry.mark !== undefined) continue;
    const stamp = formatTime(entry.time, time);
    yield `${stamp === '' ? '' : `${stamp} `}${plainText(entry.text)}\n`;
  }
}
