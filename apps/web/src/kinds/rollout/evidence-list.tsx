import type { ObjectRef } from '../../api/kube-object.ts';
import { CellView } from '../../ui/cell-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { linkTo } from '../pointers.ts';
import classes from './rollout.module.css';
import type { Evidence } from './why-stuck.ts';

interface EvidenceListProps {
  readonly target: ObjectRef;
  readonly evidence: readonly Evidence[];
}

/** Why a rollout does not go on, from the Deployment down to the pod that is worst off. */
export function EvidenceList({ target, evidence }: EvidenceListProps) {
  const t = useWords('rollout');
  if (evidence.length === 0) return null;
  return (
    <section className={classes.why} aria-label={t('why.title')}>
      <h3>{t('why.title')}</h3>
      <ol>
        {evidence.map((link) => (
          <li key={'name' in link ? `${link.of}/${link.name}` : `${link.of}/${link.reason}/${link.message}`}>
            <One target={target} link={link} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function One({ target: { cluster, namespace }, link }: { readonly target: ObjectRef; readonly link: Evidence }) {
  const t = useWords('rollout');
  switch (link.of) {
    case 'quota':
      return (
        <>
          {t('why.quota')} <CellView cell={linkTo('', 'ResourceQuota', link.name, namespace)} cluster={cluster} />
        </>
      );
    case 'claim':
      return (
        <>
          <CellView cell={linkTo('', 'PersistentVolumeClaim', link.name, namespace)} cluster={cluster} />{' '}
          {link.phase === '' ? t('why.noClaim') : t('why.claim', { phase: safeText(link.phase) })}
          {link.message === '' ? null : `: ${safeText(link.message)}`}
        </>
      );
    case 'budget':
      return (
        <>
          <CellView cell={linkTo('policy', 'PodDisruptionBudget', link.name, namespace)} cluster={cluster} />{' '}
          {t('why.budget', { healthy: link.healthy, needed: link.needed })}
        </>
      );
    case 'event':
      return (
        <>
          <strong>{safeText(link.reason)}</strong> {safeText(link.message)}
          {link.count > 1 ? ` × ${link.count}` : null}
        </>
      );
    case 'deployment':
      return (
        <>
          <strong>{safeText(link.reason)}</strong> {safeText(link.message)}
        </>
      );
    case 'set':
      return (
        <>
          <CellView cell={linkTo('apps', 'ReplicaSet', link.name, namespace)} cluster={cluster} />{' '}
          {t('why.set', { wanted: link.wanted, pods: link.pods, available: link.available })}
        </>
      );
    case 'pod':
      return (
        <>
          <CellView cell={linkTo('', 'Pod', link.name, namespace)} cluster={cluster} />{' '}
          <strong>{safeText(link.status)}</strong> {safeText(link.message)}
          {link.count > 1 ? ` ${t('why.others', { count: link.count - 1 })}` : null}
        </>
      );
  }
}
