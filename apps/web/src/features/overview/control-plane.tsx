import { useQuery } from '@tanstack/react-query';
import { k8sFetch, k8sJson, problemOfError } from '../../api/api-fetch.ts';
import { listAt, numberAt, textAt } from '../../api/read-field.ts';
import { Age } from '../../ui/age.tsx';
import { ObjectLink } from '../../ui/object-link.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords, type Words } from '../../ui/use-words.ts';
import { readChecks, readComponents } from './node-loads.ts';
import classes from './overview.module.css';

const REFRESH_MS = 15_000;
const SYSTEM = 'kube-system';
/** Each has one that leads, whose lease is as good a sign of life as any. */
const LED: ReadonlySet<string> = new Set(['kube-scheduler', 'kube-controller-manager', 'cloud-controller-manager']);

/** How the API server, the scheduler, the controller manager and etcd are, and the pods of the system (OPS-191). */
export function ControlPlane({ cluster }: { readonly cluster: string }) {
  const t = useWords('nodes');
  const query = <T,>(name: string, read: (signal: AbortSignal) => Promise<T>) => ({
    queryKey: ['control-plane', cluster, name],
    queryFn: ({ signal }: { signal: AbortSignal }) => read(signal),
    refetchInterval: REFRESH_MS,
    gcTime: 0,
    retry: false,
  });
  const checks = useQuery(
    query('checks', async (signal) =>
      readChecks(await (await k8sFetch(cluster, '/readyz?verbose', { signal, headers: { accept: '*/*' } })).text()),
    ),
  );
  const components = useQuery(
    query('components', async (signal) =>
      readComponents(await k8sJson<unknown>(cluster, '/api/v1/componentstatuses', { signal })),
    ),
  );
  const leases = useQuery(
    query('leases', async (signal) =>
      listAt(
        await k8sJson<unknown>(cluster, `/apis/coordination.k8s.io/v1/namespaces/${SYSTEM}/leases`, { signal }),
        'items',
      ).filter((lease) => LED.has(textAt(lease, 'metadata.name'))),
    ),
  );
  const pods = useQuery(
    query('pods', async (signal) =>
      listAt(
        await k8sJson<unknown>(cluster, `/api/v1/namespaces/${SYSTEM}/pods?limit=200`, { signal }),
        'items',
      ).filter(isOfSystem),
    ),
  );
  return (
    <>
      <p className={classes.plain}>{checks.data === undefined ? null : checkWords(checks.data, t)}</p>
      <Fault error={checks.error} />
      <Fault error={components.error} />
      {components.data === undefined || components.data.length === 0 ? null : (
        <>
          <SimpleTable
            label={t('cluster.components')}
            columns={[t('cluster.component'), t('drain.state'), t('cluster.message')]}
            rows={components.data.map(({ name, healthy, message }) => ({
              id: name,
              cells: [safeText(name), t(`cluster.healthy.${healthyKey(healthy)}`), safeText(message)],
            }))}
          />
          <p className={classes.calm}>
            {t('cluster.componentsOld')}
            {leases.data === undefined || leases.data.length === 0 ? '' : ` ${t('cluster.leasesTell')}`}
          </p>
        </>
      )}
      <Fault error={leases.error} />
      {leases.data === undefined || leases.data.length === 0 ? null : (
        <SimpleTable
          label={t('cluster.leaders')}
          columns={[t('cluster.leaders'), t('cluster.holder'), t('cluster.renewed')]}
          rows={leases.data.map((lease) => {
            const name = textAt(lease, 'metadata.name');
            return {
              id: name,
              cells: [
                safeText(name),
                safeText(textAt(lease, 'spec.holderIdentity')) || '–',
                <Age key="renewed" created={Date.parse(textAt(lease, 'spec.renewTime')) / 1000} />,
              ],
            };
          })}
        />
      )}
      <Fault error={pods.error} />
      {pods.data === undefined ? null : pods.data.length === 0 ? (
        <p className={classes.calm}>{t('cluster.noSystemPods')}</p>
      ) : (
        <SimpleTable
          label={t('cluster.systemPods')}
          columns={[t('cluster.systemPods'), t('pending.node'), t('drain.state'), t('cluster.restarts')]}
          rows={pods.data.map((pod) => {
            const name = textAt(pod, 'metadata.name');
            return {
              id: name,
              cells: [
                <ObjectLink key="pod" cluster={cluster} to={{ group: '', kind: 'Pod', namespace: SYSTEM, name }}>
                  {safeText(name)}
                </ObjectLink>,
                safeText(textAt(pod, 'spec.nodeName')) || '–',
                stateWords(pod, t),
                restartsOf(pod),
              ],
            };
          })}
        />
      )}
    </>
  );
}

function Fault({ error }: { readonly error: Error | null }) {
  return error === null ? null : <ProblemView problem={problemOfError(error)} compact />;
}

function checkWords(checks: ReturnType<typeof readChecks>, t: Words): string {
  const bad = checks.filter(({ isGood }) => !isGood).map(({ name }) => name);
  return bad.length === 0
    ? t('cluster.serverReady', { count: checks.length })
    : safeText(t('cluster.serverNotReady', { checks: bad.join(', ') }));
}

function healthyKey(healthy: string): 'yes' | 'no' | 'unknown' {
  return healthy === 'True' ? 'yes' : healthy === 'False' ? 'no' : 'unknown';
}

/** Pods of the control plane (kubeadm labels them), of DNS, and those that the kubelet runs from files. */
function isOfSystem(pod: unknown): boolean {
  return (
    textAt(pod, 'metadata.labels.tier') === 'control-plane' ||
    ['kube-dns', 'kube-proxy'].includes(textAt(pod, 'metadata.labels.k8s-app')) ||
    listAt(pod, 'metadata.ownerReferences').some((owner) => textAt(owner, 'kind') === 'Node')
  );
}

function stateWords(pod: unknown, t: Words): string {
  const ready = listAt(pod, 'status.conditions').find((each) => textAt(each, 'type') === 'Ready');
  if (textAt(ready, 'status') === 'True') return t('cluster.ready');
  const waiting = listAt(pod, 'status.containerStatuses')
    .map((status) => textAt(status, 'state.waiting.reason'))
    .find((reason) => reason !== '');
  const phase = textAt(pod, 'status.phase');
  return safeText(waiting ?? (phase === 'Running' ? t('cluster.notReady') : phase));
}

function restartsOf(pod: unknown): number {
  return listAt(pod, 'status.containerStatuses').reduce<number>(
    (sum, status) => sum + (numberAt(status, 'restartCount') ?? 0),
    0,
  );
}
