import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { problemOfError } from '../../api/api-fetch.ts';
import { entriesAt, listAt, textAt, valueAt } from '../../api/read-field.ts';
import { spreadOf } from '../../api/scheduling/spread.ts';
import { type PlacementTrial, podSpecOf, trialSpec } from '../../api/scheduling/trial.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { rowIds } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import { placementWords } from '../pod/describe-affinity.ts';
import { tolerationWords } from '../pod/describe-tolerations.ts';
import { pairsText, selectorText } from '../pointers.ts';
import { NodeTable, ZoneTable } from './node-table.tsx';
import { placedQuery, readPlaced } from './placed-pods.ts';
import { readVerdicts } from './read-verdicts.ts';
import classes from './scheduling.module.css';
import { TrialForm } from './trial-form.tsx';

const REFRESH_MS = 30_000;
const NONE: ReadonlyMap<string, string> = new Map();

interface SchedulingViewProps extends DetailProps {
  /** the spec of a pod as its controller makes it; the template's where it adds nothing */
  readonly made?: unknown;
  /** a node gets one pod of it, in place of the one that it has */
  readonly onePerNode?: boolean;
}

/** Where an object's pods may run, which nodes could take one, and how they are spread; loaded lazily, hence the default export. */
export default function SchedulingView({ target, object, made, onePerNode = false }: SchedulingViewProps) {
  const t = useWords('nodes');
  const words = useWords('sections');
  const { cluster, namespace } = target;
  const spec = podSpecOf(object);
  const own = { selector: pairsText({ spec }, 'spec.nodeSelector', ', '), tolerations: '' };
  const [trial, setTrial] = useState<PlacementTrial>();
  const asked = trial === undefined ? (made ?? spec) : trialSpec(made ?? spec, trial);
  const { uid } = object.metadata;
  const isOwn = (pod: unknown) =>
    onePerNode && listAt(pod, 'metadata.ownerReferences').some((owner) => textAt(owner, 'uid') === uid);
  const { data, error } = useQuery({
    queryKey: ['scheduling', cluster, placementOf(asked), onePerNode ? uid : ''],
    queryFn: ({ client, signal }) => readVerdicts(client, cluster, { spec: asked }, signal, isOwn),
    refetchInterval: REFRESH_MS,
    gcTime: 0,
    retry: false,
  });
  const selector =
    selectorText(object, 'spec.selector') || (isController(object) ? pairsText(object, 'spec.selector') : '');
  const { items } = useGatheredRows<string>(
    namespace === undefined || selector === ''
      ? []
      : [{ id: 'pods', query: placedQuery(cluster, namespace, selector), read: readPlaced }],
  );
  const pods = items.get('pods') ?? NONE;
  const spread = useMemo(() => {
    // room has no say here: as with topologySpreadConstraints, a full node stays one that the pods spread over
    const nodes = (data ?? []).map(({ node, zone, objections, counted }) => ({
      node,
      zone,
      open: counted || objections.length === 0,
    }));
    return spreadOf(nodes, [...pods.values()]);
  }, [data, pods]);
  const wishes = [
    ...(own.selector === '' ? [] : [t('scheduling.selector', { selector: own.selector })]),
    ...placementWords(spec, words),
    ...listAt(spec, 'tolerations').map((toleration) => tolerationWords(toleration, words)),
  ];
  const ids = rowIds(wishes);
  const free = (data ?? []).filter(({ objections }) => objections.length === 0);
  // nothing is said of room that nobody has looked at
  const unknown = free.filter(({ counted }) => !counted).length;
  const title = t(onePerNode ? 'scheduling.onePerNode' : 'scheduling.nodes');
  return (
    <div className={classes.view}>
      <h2 className={classes.title}>{t('scheduling.asks')}</h2>
      {wishes.length === 0 ? (
        <p className={classes.dim}>{t('scheduling.asksNothing')}</p>
      ) : (
        <ul className={classes.list}>
          {wishes.map((wish, index) => (
            <li key={ids[index]}>{safeText(wish)}</li>
          ))}
        </ul>
      )}
      <h2 className={classes.title}>{title}</h2>
      <TrialForm own={own} trial={trial} onTry={setTrial} />
      {error === null ? null : <ProblemView problem={problemOfError(error)} compact />}
      {data === undefined ? (
        error === null && <p className={classes.dim}>{t('pending.looking')}</p>
      ) : data === null ? (
        <p className={classes.dim}>{t('scheduling.denied')}</p>
      ) : (
        <p className={classes.plain} role="status">
          {[
            t(`scheduling.${trial !== undefined ? 'openTrial' : onePerNode ? 'room' : 'open'}`, {
              count: data.length,
              fits: free.filter(({ counted }) => counted).length,
            }),
            ...(unknown > 0 ? [t('scheduling.unknown', { count: unknown })] : []),
          ].join(' ')}
        </p>
      )}
      <NodeTable label={title} verdicts={data ?? []} spread={spread} hasPods={selector !== ''} cluster={cluster} />
      <p className={classes.dim}>{t('pending.limits')}</p>
      {selector === '' ? null : <ZoneTable spread={spread} count={pods.size} />}
    </div>
  );
}

/** A ReplicationController's selector is a plain map. */
function isController(object: unknown): boolean {
  return entriesAt(object, 'spec.selector').every(([, value]) => typeof value === 'string');
}

/** What of a pod's spec decides where it may run. */
function placementOf(spec: unknown): unknown {
  const parts = ['nodeSelector', 'affinity', 'tolerations', 'containers', 'initContainers', 'overhead', 'resources'];
  return parts.map((part) => valueAt(spec, part) ?? null);
}
