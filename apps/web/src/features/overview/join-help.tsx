import { useQuery } from '@tanstack/react-query';
import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import { Age } from '../../ui/age.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ObjectLink } from '../../ui/object-link.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import { joinAddress } from './node-loads.ts';
import classes from './overview.module.css';

const SYSTEM = 'kube-system';
/** Names only: what is in them joins machines to the cluster, and is nothing for a browser. */
const NAMES = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const TOKENS = `/api/v1/namespaces/${SYSTEM}/secrets?fieldSelector=type%3Dbootstrap.kubernetes.io%2Ftoken`;

/** How a machine joins a cluster made by kubeadm: the commands, and the bootstrap tokens that there are (OPS-190). */
export function JoinHelp({ cluster }: { readonly cluster: string }) {
  const t = useWords('nodes');
  const info = useQuery({
    queryKey: ['cluster-info', cluster],
    // a cluster that kubeadm did not make has none; anybody may read it elsewhere
    queryFn: ({ signal }) =>
      k8sJson<unknown>(cluster, '/api/v1/namespaces/kube-public/configmaps/cluster-info', { signal }).then(
        joinAddress,
        () => '',
      ),
    retry: false,
  });
  const tokens = useQuery({
    queryKey: ['bootstrap-tokens', cluster],
    queryFn: ({ signal }) =>
      k8sJson<unknown>(cluster, TOKENS, { signal, headers: { accept: NAMES } }).then((list) => listAt(list, 'items')),
    retry: false,
  });
  const address = info.data ?? '';
  const commands = [
    ['make', 'kubeadm token create --print-join-command'],
    ['join', `kubeadm join ${address || '<server>:6443'} --token <token> --discovery-token-ca-cert-hash sha256:<hash>`],
    [
      'hash',
      "openssl x509 -pubkey -in /etc/kubernetes/pki/ca.crt | openssl rsa -pubin -outform der 2>/dev/null | openssl dgst -sha256 -hex | sed 's/^.* //'",
    ],
  ] as const;
  return (
    <>
      <p className={classes.plain}>{t(address === '' && info.data !== undefined ? 'join.noKubeadm' : 'join.what')}</p>
      {commands.map(([id, command]) => (
        <div key={id} className={classes.command}>
          <span>{t(`join.${id}`)}</span>
          <code>{safeText(command)}</code>
          <CopyButton text={command} label={t('diagnosis.copy', { command: t(`join.${id}`) })} />
        </div>
      ))}
      {tokens.error === null ? null : <ProblemView problem={problemOfError(tokens.error)} compact />}
      {tokens.data === undefined ? null : tokens.data.length === 0 ? (
        <p className={classes.calm}>{t('join.noTokens')}</p>
      ) : (
        <SimpleTable
          label={t('join.tokens')}
          columns={[t('join.tokens'), t('join.age')]}
          rows={tokens.data.map((secret) => {
            const name = textAt(secret, 'metadata.name');
            return {
              id: name,
              cells: [
                <ObjectLink key="secret" cluster={cluster} to={{ group: '', kind: 'Secret', namespace: SYSTEM, name }}>
                  {safeText(name.replace(/^bootstrap-token-/, ''))}
                </ObjectLink>,
                <Age key="age" created={Date.parse(textAt(secret, 'metadata.creationTimestamp')) / 1000} />,
              ],
            };
          })}
        />
      )}
    </>
  );
}
