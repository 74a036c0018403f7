import { Button } from '@mantine/core';
import type { KubeconfigLogin } from '@quarterdeck/shared/bff-api';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../ui/copy-button.tsx';
import { safeText } from '../../ui/safe-text.ts';
import type { KubeconfigContext } from './read-kubeconfig.ts';
import classes from './sign-in.module.css';

/** The contexts of a chosen kubeconfig: one click signs in, and one that cannot be used says why and what to do. */
export function KubeconfigContexts({
  file,
  contexts,
  busy,
  onChoose,
  onClose,
}: {
  readonly file: string;
  readonly contexts: readonly KubeconfigContext[];
  /** the context that is under way */
  readonly busy: string | undefined;
  readonly onChoose: (name: string, login: KubeconfigLogin) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('sign-in');
  return (
    <section aria-label={t('kubeconfig.contexts', { file: safeText(file) })} className={classes.contexts}>
      <div className={classes.contextsHead}>
        <h2 className={classes.heading}>{t('kubeconfig.contexts', { file: safeText(file) })}</h2>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onClose}>
          {t('kubeconfig.close')}
        </Button>
      </div>
      <p className={classes.hint}>{t('kubeconfig.stays')}</p>
      <ul className={classes.contextList}>
        {contexts.map(({ name, user, server, namespace, current, login, fault }) => (
          <li key={name} className={classes.context}>
            <div className={classes.contextWords}>
              <strong>{safeText(name)}</strong>
              {current ? <span className={classes.badge}>{t('kubeconfig.current')}</span> : null}
              <span className={classes.hint}>
                {t('kubeconfig.facts', { user: safeText(user), server: safeText(server) })}
                {namespace === undefined ? '' : ` · ${safeText(namespace)}`}
              </span>
            </div>
            {login ? (
              <Button
                size="compact-md"
                variant={current ? 'filled' : 'default'}
                loading={busy === name}
                disabled={busy !== undefined && busy !== name}
                aria-label={t('kubeconfig.use', { context: safeText(name) })}
                onClick={() => onChoose(name, login)}
              >
                {t('signIn')}
              </Button>
            ) : null}
            {fault ? (
              <div className={classes.fault}>
                <p>{t(`kubeconfig.fault.${fault.why}.why`)}</p>
                <p>{t(`kubeconfig.fault.${fault.why}.advice`)}</p>
                {fault.why === 'exec' && fault.command !== '' ? (
                  <span className={classes.command}>
                    <code>{safeText(fault.command)}</code>
                    <CopyButton text={fault.command} label={t('help.copy')} />
                  </span>
                ) : null}
                {fault.why === 'files' ? (
                  <span className={classes.command}>
                    <code>{FLATTEN}</code>
                    <CopyButton text={FLATTEN} label={t('help.copy')} />
                  </span>
                ) : null}
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

const FLATTEN = 'kubectl config view --flatten --minify --raw > login.yaml';
