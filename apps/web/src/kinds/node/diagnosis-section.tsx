import { useQuery } from '@tanstack/react-query';
import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import { listAt } from '../../api/read-field.ts';
import { CellView } from '../../ui/cell-view.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { rowIds, SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import { linkTo } from '../pointers.ts';
import classes from './allocated.module.css';
import { ailingAgents, diagnoseNode, nodeCommands } from './node-diagnosis.ts';

const REFRESH_MS = 15_000;

/** What is wrong with a node, what that means and what to do on it (OPS-189, OPS-218); loaded lazily, hence the default export. */
export default function DiagnosisSection({ target, object }: DetailProps) {
  const t = useWords('nodes');
  const { cluster, name } = target;
  const findings = diagnoseNode(object);
  const commands = nodeCommands(object, findings);
  const ids = rowIds(findings.map(({ condition }) => condition));
  const { data, error } = useQuery({
    queryKey: ['node-agents', cluster, name],
    queryFn: ({ signal }) =>
      k8sJson<unknown>(cluster, `/api/v1/pods?fieldSelector=${encodeURIComponent(`spec.nodeName=${name}`)}`, {
        signal,
      }).then((list) => ailingAgents(listAt(list, 'items'))),
    refetchInterval: REFRESH_MS,
    retry: false,
  });
  return (
    <>
      <ul className={classes.findings}>
        {findings.map(({ ailment, condition, message, since }, index) => (
          <li key={ids[index]}>
            <p>{safeText(t(`diagnosis.${ailment}`, { condition }))}</p>
            <p className={classes.dim}>
              {safeText(message)} {since === '' ? null : <Moment at={since} />}
            </p>
          </li>
        ))}
      </ul>
      {error === null ? null : <ProblemView problem={problemOfError(error)} compact />}
      {data === undefined || data.length === 0 ? null : (
        <SimpleTable
          label={t('diagnosis.agents')}
          columns={[t('diagnosis.agents'), t('drain.state')]}
          rows={data.map((pod) => ({
            id: `${pod.namespace}/${pod.name}`,
            cells: [
              <CellView key="pod" cell={linkTo('', 'Pod', pod.name, pod.namespace)} cluster={cluster} />,
              pod.status === 'Running' ? t('cluster.notReady') : safeText(pod.status),
            ],
          }))}
        />
      )}
      {commands.length === 0 ? null : (
        <>
          <h3 className={classes.title}>{t('diagnosis.commands')}</h3>
          <ul className={classes.commands}>
            {commands.map((command) => (
              <li key={command}>
                <code>{command}</code>
                <CopyButton text={command} label={t('diagnosis.copy', { command })} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
