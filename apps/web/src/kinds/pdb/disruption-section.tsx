import {
  type DisruptionState,
  disruptionState,
  type EvictionFate,
  evictionFate,
  picksPods,
} from '../../api/disruption-state.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { CellView } from '../../ui/cell-view.tsx';
import { Counts } from '../../ui/counts.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import type { DetailProps, Health } from '../define-kind.ts';
import { linkTo } from '../pointers.ts';
import { budgetsQuery, coveredPodsQuery, type OtherBudget, readBudget, readCoveredPod } from './covered-pods.ts';
import classes from './disruption.module.css';
import { type CoveredPod, nodeDrains, otherBudgets } from './disruption-state.ts';

const HEALTH: Readonly<Record<DisruptionState['verdict'], Health>> = {
  unseen: 'progressing',
  empty: 'stopped',
  failed: 'failed',
  never: 'warning',
  short: 'failed',
  tight: 'warning',
  allows: 'ok',
};
const FATES: Readonly<Record<EvictionFate, Health>> = { free: 'ok', goes: 'ok', waits: 'warning', twice: 'failed' };

/** Pods in the table at once; the link to all of them stands above. */
const MOST_PODS = 250;

/** What a budget allows now, which pods it covers, and what it would block; loaded lazily, hence the default export (TUT-36). */
export default function DisruptionSection({ target, object }: DetailProps) {
  const t = useWords('scale');
  const { cluster, namespace, name, resource } = target;
  const apiVersion = `${resource.group}/${resource.version}`;
  const covers = picksPods(object);
  const found = useGatheredRows<CoveredPod>(() =>
    covers ? [{ id: 'pods', query: coveredPodsQuery(target, object), read: readCoveredPod }] : [],
  );
  const budgets = useGatheredRows<OtherBudget>(() => [
    { id: 'budgets', query: budgetsQuery(target), read: readBudget },
  ]);
  const state = disruptionState(object);
  const covered = [...(found.items.get('pods')?.values() ?? [])].sort((a, b) => a.name.localeCompare(b.name));
  const others = [...(budgets.items.get('budgets')?.values() ?? [])];
  const pods = covered.map((pod) => {
    const also = otherBudgets(pod, others, { own: name, apiVersion });
    return { ...pod, also, fate: evictionFate(pod, state, also.length + 1) };
  });
  const drains = nodeDrains(pods, state);
  const bare = covered.filter(({ controlled }) => !controlled).length;
  const problem = found.statuses.get('pods')?.problem;
  const values = { count: state.expected, allowed: state.allowed, healthy: state.healthy, needed: state.needed };
  return (
    <>
      <p className={classes.sentence} role="status">
        <HealthMark health={HEALTH[state.verdict]} label={t(`pdb.verdict.${state.verdict}`, values)} />
      </p>
      {state.words === '' ? null : <p className={classes.words}>{safeText(state.words)}</p>}
      <Counts
        counts={{ allowed: state.allowed, healthy: state.healthy, needed: state.needed, expected: state.expected }}
        label={(name) => t(`pdb.count.${name}`)}
      />
      {bare === 0 ? null : <p className={classes.dim}>{t('pdb.bare', { count: bare })}</p>}
      {problem === undefined ? null : <ProblemView compact problem={problem} />}
      {covered.length === 0 ? null : (
        <SimpleTable
          label={t('pdb.pods')}
          columns={['pod', 'status', 'node', 'eviction'].map((column) => t(`pdb.column.${column}`))}
          rows={pods.slice(0, MOST_PODS).map(({ also, fate, ...pod }) => {
            return {
              id: pod.uid,
              cells: [
                <CellView key="pod" cell={linkTo('', 'Pod', pod.name, namespace)} cluster={cluster} />,
                safeText(pod.status),
                <CellView key="node" cell={linkTo('', 'Node', pod.node)} cluster={cluster} />,
                <HealthMark
                  key="fate"
                  health={FATES[fate]}
                  label={t(`pdb.fate.${fate}`, { budgets: safeText(also.join(', ')) })}
                />,
              ],
            };
          })}
        />
      )}
      {covered.length > MOST_PODS ? (
        <p className={classes.dim}>{t('table.more', { count: covered.length - MOST_PODS })}</p>
      ) : null}
      {drains.length === 0 ? null : (
        <>
          <h3 className={classes.title}>{t('pdb.drains')}</h3>
          <SimpleTable
            label={t('pdb.drains')}
            columns={['node', 'here', 'drain'].map((column) => t(`pdb.column.${column}`))}
            rows={drains.map(({ node, pods: count, waiting, never }) => ({
              id: node,
              cells: [
                <CellView key="node" cell={linkTo('', 'Node', node)} cluster={cluster} />,
                count,
                waiting + never === 0
                  ? t('pdb.drain.free')
                  : [
                      ...(never === 0 ? [] : [t('pdb.drain.never', { count: never })]),
                      ...(waiting === 0 ? [] : [t('pdb.drain.waits', { count: waiting })]),
                    ].join(t('pdb.drain.and')),
              ],
            }))}
          />
        </>
      )}
    </>
  );
}
