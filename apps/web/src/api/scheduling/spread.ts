import { entriesAt } from '../read-field.ts';

/** A node with the zone that it says it is in; "" where it does not say. */
interface PlacedNode {
  readonly node: string;
  readonly zone: string;
}

interface Share {
  readonly name: string;
  readonly pods: number;
}

interface Spread {
  readonly nodes: readonly Share[];
  /** empty where no node says its zone; "" stands for nodes without one */
  readonly zones: readonly Share[];
  /** pods that have no node yet */
  readonly unplaced: number;
  /** the most pods in one zone (on one node, where there are no zones) less the fewest: what topologySpreadConstraints call skew */
  readonly skew: number;
}

const ZONES = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'];

/** The zone of a node, by the label of today or that of before v1.17. */
export function zoneOf(node: unknown): string {
  const labels = new Map(entriesAt(node, 'metadata.labels'));
  return ZONES.map((key) => String(labels.get(key) ?? '')).find((zone) => zone !== '') ?? '';
}

/**
 * How pods are spread. The nodes that are `open` let the pods in, full or not: they count with none, others only with what is on them;
 * the names in `placed` are of the pods' nodes, "" for one without.
 */
export function spreadOf(
  nodes: readonly (PlacedNode & { readonly open: boolean })[],
  placed: readonly string[],
): Spread {
  const zones = new Map(nodes.map(({ node, zone }) => [node, zone]));
  const perNode = new Map<string, number>();
  const perZone = new Map<string, number>();
  const add = (shares: Map<string, number>, name: string, pods: number) =>
    shares.set(name, (shares.get(name) ?? 0) + pods);
  for (const { node, zone, open } of nodes) {
    if (!open) continue;
    add(perNode, node, 0);
    add(perZone, zone, 0);
  }
  for (const node of placed) {
    if (node === '') continue;
    add(perNode, node, 1);
    add(perZone, zones.get(node) ?? '', 1);
  }
  const hasZones = [...perZone.keys()].some((zone) => zone !== '');
  const counts = [...(hasZones ? perZone : perNode).values()];
  return {
    nodes: sharesOf(perNode),
    zones: hasZones ? sharesOf(perZone) : [],
    unplaced: placed.filter((node) => node === '').length,
    skew: counts.length === 0 ? 0 : Math.max(...counts) - Math.min(...counts),
  };
}

function sharesOf(counts: ReadonlyMap<string, number>): readonly Share[] {
  return [...counts]
    .map(([name, pods]) => ({ name, pods }))
    .sort((a, b) => b.pods - a.pods || a.name.localeCompare(b.name));
}
