import type { spreadOf } from '../../api/scheduling/spread.ts';
import { CellView } from '../../ui/cell-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import { linkTo } from '../pointers.ts';
import { verdictWords } from './objection-words.ts';
import type { NodeVerdict } from './read-verdicts.ts';
import classes from './scheduling.module.css';

/** Nodes in the table at once. */
const SHOWN = 100;

type Spread = ReturnType<typeof spreadOf>;

/** Each node, whether it could take one more pod, and how many of them it has; those that could stand first. */
export function NodeTable({
  label,
  verdicts,
  spread,
  hasPods,
  cluster,
}: {
  readonly label: string;
  readonly verdicts: readonly NodeVerdict[];
  readonly spread: Spread;
  readonly hasPods: boolean;
  readonly cluster: string;
}) {
  const t = useWords('nodes');
  const pods = new Map(spread.nodes.map(({ name, pods: count }) => [name, count]));
  const known = new Set(verdicts.map(({ node }) => node));
  // who may not list nodes still sees where the pods are
  const others = spread.nodes.filter(({ name }) => !known.has(name));
  const sorted = [...verdicts].sort(
    (a, b) =>
      a.objections.length - b.objections.length ||
      (pods.get(b.node) ?? 0) - (pods.get(a.node) ?? 0) ||
      a.node.localeCompare(b.node),
  );
  const rows = [
    ...sorted.map((verdict) => ({ node: verdict.node, zone: verdict.zone, words: verdictWords(verdict, t) })),
    ...others.map(({ name }) => ({ node: name, zone: '', words: '–' })),
  ];
  if (rows.length === 0) return null;
  return (
    <>
      <SimpleTable
        label={label}
        columns={[
          t('pending.node'),
          t('scheduling.zone'),
          ...(hasPods ? [t('scheduling.pods')] : []),
          t('pending.why'),
        ]}
        rows={rows.slice(0, SHOWN).map(({ node, zone, words }) => ({
          id: node,
          cells: [
            <CellView key="node" cell={linkTo('', 'Node', node)} cluster={cluster} />,
            safeText(zone) || '–',
            ...(hasPods ? [pods.get(node) ?? 0] : []),
            words,
          ],
        }))}
      />
      {rows.length > SHOWN ? <p className={classes.dim}>{t('more', { count: rows.length - SHOWN })}</p> : null}
    </>
  );
}

/** How the pods are spread over zones, in numbers and a sentence. */
export function ZoneTable({ spread, count }: { readonly spread: Spread; readonly count: number }) {
  const t = useWords('nodes');
  const { nodes, zones, skew, unplaced } = spread;
  const over = zones.length > 0 ? zones : nodes;
  return (
    <>
      <h2 className={classes.title}>{t('scheduling.spread')}</h2>
      <p className={classes.plain} role="status">
        {[
          t(`scheduling.${over.length === 0 ? 'nowhere' : zones.length > 0 ? 'overZones' : 'overNodes'}`, {
            count: count - unplaced,
            places: over.filter(({ pods }) => pods > 0).length,
            of: over.length,
          }),
          ...(over.length > 1 ? [t('scheduling.skew', { count: skew })] : []),
          ...(unplaced > 0 ? [t('scheduling.unplaced', { count: unplaced })] : []),
        ].join(' ')}
      </p>
      {zones.length === 0 ? null : (
        <SimpleTable
          label={t('scheduling.spread')}
          columns={[t('scheduling.zone'), t('scheduling.pods')]}
          rows={zones.map(({ name, pods }) => ({
            id: name,
            cells: [name === '' ? t('scheduling.noZone') : safeText(name), pods],
          }))}
        />
      )}
    </>
  );
}
