import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { problemOfError } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import { readObject } from '../../api/writes/review-ports.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from '../debug/fields.module.css';
import { useSettled } from '../debug/use-settled.ts';
import type { ActionApi, ActionFault, ActionTarget } from '../define-action.ts';
import { deleteOptions, initialDelete } from '../delete/delete-input.ts';
import { makerOf } from './made-again.ts';

/** What the form finds out about pods. */
export interface PodsInput {
  /** names of those that nothing makes again; undefined: not known yet */
  readonly lost?: readonly string[];
}

const WIDTH = 4;
/** Makers that are named. */
const NAMED = 8;

/** Says who makes the pods again: without one, a restart would be a deletion (OPS-098). */
export function RestartedPods<Input extends PodsInput>({
  targets,
  value,
  onChange,
}: {
  readonly targets: readonly ActionTarget[];
  readonly value: Input;
  readonly onChange: (value: Input) => void;
}) {
  const t = useWords('rollout');
  const { data, error } = useQuery({
    queryKey: ['made-again', targets[0]?.ref.cluster, targets.map(({ ref }) => apiPath(ref.resource, ref))],
    queryFn: ({ signal }) =>
      mapBounded(targets, WIDTH, async ({ ref }) => {
        const pod = await readObject(ref, signal);
        const maker = pod === undefined ? undefined : makerOf(pod);
        return { name: ref.name, maker: maker === undefined ? undefined : `${maker.kind} ${maker.name}` };
      }),
    gcTime: 0,
    retry: false,
  });
  const lost = data?.filter(({ maker }) => maker === undefined).map(({ name }) => name);
  useSettled<PodsInput>(value, (next) => onChange({ ...value, ...next }), lost === undefined ? {} : { lost });
  if (error !== null) return <ProblemView problem={problemOfError(error)} compact />;
  if (data === undefined) return <p className={classes.note}>{t('restart.looking')}</p>;
  const counts = new Map<string, number>();
  for (const { maker } of data) if (maker !== undefined) counts.set(maker, (counts.get(maker) ?? 0) + 1);
  const named = [...counts].slice(0, NAMED);
  return (
    <div className={classes.fields}>
      {named.map(([maker, count]) => (
        <p key={maker} className={classes.text}>
          {t('restart.maker', { maker: safeText(maker), count })}
        </p>
      ))}
      {counts.size > named.length ? <p className={classes.text}>…</p> : null}
    </div>
  );
}

/** Why pods cannot be restarted. */
export function lostFault({ lost }: PodsInput): ActionFault | undefined {
  if (lost === undefined) return { key: 'rollout:restart.looking', quiet: true };
  if (lost.length === 0) return undefined;
  const names = lost.slice(0, NAMED).map(safeText).join(', ');
  return {
    key: 'rollout:restart.lost',
    values: { count: lost.length, names: lost.length > NAMED ? `${names} …` : names },
  };
}

/** Deletes a pod that is made again, and no other that has taken its name since. */
export async function restartPod(target: ActionTarget, api: ActionApi): Promise<void> {
  const path = apiPath(target.ref.resource, target.ref);
  const pod = (await api.request(path)) as KubeObject;
  if (makerOf(pod) === undefined)
    throw new ProblemError(problem('qd.api.conflict', 'Nothing makes this pod again', { detail: 'no controller' }));
  const options = deleteOptions(initialDelete, { uid: target.uid ?? pod.metadata.uid });
  await api.request(path, { method: 'DELETE', body: JSON.stringify(options) });
}
