import type { LiveStatus } from '../../live/live-status.ts';

/** Whether what a live list has is all there is, or all that there will be; before that, what is missing says nothing. */
export function isRead(status: LiveStatus | undefined): boolean {
  return status !== undefined && status.state !== 'connecting' && status.state !== 'loading';
}
