import type { LiveServerFrame } from '@quarterdeck/shared/live-protocol';

const KNOWN: ReadonlySet<unknown> = new Set<LiveServerFrame['type']>([
  'welcome',
  'beat',
  'columns',
  'rows',
  'objects',
  'state',
]);

/** undefined for anything that is no frame: a newer BFF may say things that this page does not know. */
export function readFrame(data: unknown): LiveServerFrame | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const frame: unknown = JSON.parse(data);
    return typeof frame === 'object' && frame !== null && 'type' in frame && KNOWN.has(frame.type)
      ? (frame as LiveServerFrame)
      : undefined;
  } catch {
    return undefined;
  }
}
