import { expect, it } from 'vitest';
import { parsePreemption } from './parse-preemption.ts';

it.each([
  ['0/3 nodes are available: 3 Preemption is not helpful for scheduling.', ['3 notHelpful']],
  [
    '0/4 nodes are available: 1 No preemption victims found for incoming pod, 3 Preemption is not helpful for scheduling.',
    ['1 noVictims', '3 notHelpful'],
  ],
  ['0/1 nodes are available: 1 No preemption victims found for incoming pods.', ['1 noVictims']],
  ['not eligible due to preemptionPolicy=Never.', ['? never']],
  ['not eligible due to a terminating pod on the nominated node.', ['? terminating']],
  ['0/1 nodes are available: 1 Insufficient cpu.', ['1 other']],
  ['', []],
])('what making room would help: "%s" (CTL-54)', (sentence, outlooks) => {
  expect(parsePreemption(sentence).map(({ nodes, outlook }) => `${nodes ?? '?'} ${outlook}`)).toEqual(outlooks);
});
