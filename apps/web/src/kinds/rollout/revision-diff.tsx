import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { problemOfError } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { useWords } from '../../ui/use-words.ts';
import ObjectDiff from '../../ui/write-review/object-diff.tsx';
import type { DetailProps } from '../define-kind.ts';
import { revisionLabel } from './revision-label.ts';
import classes from './rollout.module.css';
import { useWholeRevisions, type WholeRevision } from './use-whole-revisions.ts';

/** What differs between any two revisions of a workload (OPS-095, CTL-35); loaded lazily, hence the default export. */
export default function RevisionDiff({ target, object }: DetailProps) {
  const t = useWords('rollout');
  const { revisions = [], error } = useWholeRevisions(target, object);
  const [chosen, setChosen] = useState<readonly [number, number]>([0, 0]);
  if (error !== undefined) return <ProblemView problem={problemOfError(error)} compact />;
  const [newest, previous] = revisions;
  if (newest === undefined || previous === undefined) return null;
  const find = (number: number, otherwise: WholeRevision) =>
    revisions.find((each) => each.number === number) ?? otherwise;
  const [from, to] = [find(chosen[0], previous), find(chosen[1], newest)];
  const data = revisions.map((each) => ({ value: `${each.number}`, label: revisionLabel(each) }));
  return (
    <section aria-label={t('compare.title')}>
      <div className={classes.pair}>
        <NativeSelect
          size="xs"
          label={t('compare.from')}
          value={`${from.number}`}
          data={data}
          onChange={({ currentTarget }) => setChosen([Number(currentTarget.value), to.number])}
        />
        <NativeSelect
          size="xs"
          label={t('compare.to')}
          value={`${to.number}`}
          data={data}
          onChange={({ currentTarget }) => setChosen([from.number, Number(currentTarget.value)])}
        />
      </div>
      {from.number === to.number ? (
        <p className={classes.dim}>{t('compare.same')}</p>
      ) : (
        <ObjectDiff before={asObject(object, from)} after={asObject(object, to)} narrow />
      )}
    </section>
  );
}

/** The workload with the template of a revision, and nothing else that could differ. */
function asObject({ apiVersion, kind, metadata: { name, uid } }: KubeObject, { template }: WholeRevision): KubeObject {
  return { apiVersion, kind, metadata: { name, uid }, spec: { template } };
}
