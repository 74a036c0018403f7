import { useQuery } from '@tanstack/react-query';
import { problemOfError } from '../../api/api-fetch.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import { parsePreemption } from '../../api/scheduling/parse-preemption.ts';
import { parseRefusal, type SchedulingReason } from '../../api/scheduling/parse-refusal.ts';
import { CellView } from '../../ui/cell-view.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { rowIds, SimpleTable } from '../../ui/simple-table.tsx';
import { useWords, type Words } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import { linkTo } from '../pointers.ts';
import { verdictWords } from '../scheduling/objection-words.ts';
import { type NodeVerdict, readVerdicts } from '../scheduling/read-verdicts.ts';
import classes from './placement.module.css';

/** Nodes in the table at once. */
const SHOWN = 100;
const REFRESH_MS = 15_000;

/** Why a pod has no node: the scheduler's words taken apart, and each node looked at anew; loaded lazily, hence the default export. */
export default function WhyPendingSection({ target, object }: DetailProps) {
  const t = useWords('nodes');
  const { cluster } = target;
  const scheduled = listAt(object, 'status.conditions').find((each) => textAt(each, 'type') === 'PodScheduled');
  const { data, error } = useQuery({
    queryKey: ['node-verdicts', cluster, object.metadata.uid],
    queryFn: ({ client, signal }) => readVerdicts(client, cluster, object, signal),
    refetchInterval: REFRESH_MS,
    gcTime: 0,
    retry: false,
  });
  return (
    <>
      <Refusal message={textAt(scheduled, 'message')} t={t} />
      {error === null ? null : <ProblemView problem={problemOfError(error)} compact />}
      {data === undefined ? (
        error === null && <p className={classes.note}>{t('pending.looking')}</p>
      ) : data === null ? (
        <p className={classes.note}>{t('pending.denied')}</p>
      ) : (
        <Verdicts verdicts={data} cluster={cluster} t={t} />
      )}
    </>
  );
}

/** The scheduler's last word, which is some minutes old at times. */
function Refusal({ message, t }: { readonly message: string; readonly t: Words }) {
  const { total, reasons, preemption } = parseRefusal(message);
  if (reasons.length === 0) return <p className={classes.note}>{t('pending.silent')}</p>;
  const ids = rowIds(reasons.map(({ text }) => text));
  return (
    <>
      <SimpleTable
        label={t('pending.says')}
        columns={[t('pending.nodes'), t('pending.reason'), t('pending.words')]}
        rows={reasons.map((reason, index) => ({
          id: ids[index] ?? reason.text,
          cells: [nodesOf(reason, total, t), reasonWords(reason, t), safeText(reason.text)],
        }))}
      />
      {preemption === '' ? null : <p className={classes.note}>{safeText(preemptionWords(preemption, t))}</p>}
    </>
  );
}

/** What evicting others would help, in words; those of the scheduler where they say more. */
function preemptionWords(preemption: string, t: Words): string {
  return t('pending.preemption', {
    words: parsePreemption(preemption)
      .map(({ nodes, outlook, text }) =>
        outlook === 'other'
          ? text
          : t(`pending.outlook.${outlook}${nodes === undefined ? '' : 'On'}`, { count: nodes }),
      )
      .join(t('kind-lists:list.separator')),
  });
}

function nodesOf({ nodes }: SchedulingReason, total: number | undefined, t: Words): string {
  if (nodes === undefined) return t('pending.anyNode');
  return total === undefined ? `${nodes}` : t('pending.of', { nodes, total });
}

function reasonWords({ cause, subject }: SchedulingReason, t: Words): string {
  if (cause === 'taint' && subject === '') return t('pending.causes.taints');
  return safeText(t(`pending.causes.${cause}`, { subject }));
}

function Verdicts({
  verdicts,
  cluster,
  t,
}: {
  readonly verdicts: readonly NodeVerdict[];
  readonly cluster: string;
  readonly t: Words;
}) {
  const fits = verdicts.filter(({ objections, counted }) => counted && objections.length === 0).length;
  // the nearest to taking it stand first
  const sorted = [...verdicts].sort(
    (a, b) => a.objections.length - b.objections.length || a.node.localeCompare(b.node),
  );
  return (
    <>
      <h3 className={classes.title}>{t('pending.now', { count: verdicts.length, fits })}</h3>
      <SimpleTable
        label={t('pending.perNode')}
        columns={[t('pending.node'), t('pending.why')]}
        rows={sorted.slice(0, SHOWN).map((verdict) => ({
          id: verdict.node,
          cells: [
            <CellView key="node" cell={linkTo('', 'Node', verdict.node)} cluster={cluster} />,
            verdictWords(verdict, t),
          ],
        }))}
      />
      {sorted.length > SHOWN ? <p className={classes.note}>{t('more', { count: sorted.length - SHOWN })}</p> : null}
      <p className={classes.note}>{t('pending.limits')}</p>
    </>
  );
}
