import { describe, expect, it } from 'vitest';
import { spreadOf, zoneOf } from './spread.ts';

const node = (name: string, zone = '', open = true) => ({ node: name, zone, open });

describe('the spread of pods (CTL-53)', () => {
  it.each([
    ['even over nodes', [node('a'), node('b')], ['a', 'b'], 0],
    ['all on one of two', [node('a'), node('b')], ['a', 'a'], 2],
    ['a node that takes none counts for nothing', [node('a'), node('b', '', false)], ['a', 'a'], 0],
    ['unless pods are there', [node('a'), node('b', '', false)], ['a', 'a', 'b'], 1],
    ['zones count, not nodes', [node('a', 'x'), node('b', 'x'), node('c', 'y')], ['a', 'b', 'c', 'c'], 0],
    ['an empty zone', [node('a', 'x'), node('c', 'y')], ['a', 'a', 'a'], 3],
    ['no pods', [node('a')], [], 0],
    ['no nodes', [], ['', ''], 0],
    ['nodes that the person may not list', [], ['a', 'a', 'b'], 1],
  ])('%s', (_, nodes, placed, skew) => {
    expect(spreadOf(nodes, placed).skew).toBe(skew);
  });

  it('counts by node, by zone, and who has none', () => {
    expect(spreadOf([node('a', 'x'), node('b', 'y'), node('c')], ['b', 'b', 'a', ''])).toEqual({
      nodes: [
        { name: 'b', pods: 2 },
        { name: 'a', pods: 1 },
        { name: 'c', pods: 0 },
      ],
      zones: [
        { name: 'y', pods: 2 },
        { name: 'x', pods: 1 },
        { name: '', pods: 0 },
      ],
      unplaced: 1,
      skew: 2,
    });
  });

  it.each([
    [{ 'topology.kubernetes.io/zone': 'a', 'failure-domain.beta.kubernetes.io/zone': 'b' }, 'a'],
    [{ 'failure-domain.beta.kubernetes.io/zone': 'b' }, 'b'],
    [{}, ''],
    [null, ''],
  ])('the zone of %j', (labels, zone) => {
    expect(zoneOf({ metadata: { labels } })).toBe(zone);
  });
});
