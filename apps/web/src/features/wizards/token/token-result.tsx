import { Button } from '@mantine/core';
import { useState } from 'react';
import { decodeToken } from '../../../api/decode-token.ts';
import { useConnection } from '../../../api/use-connection.ts';
import { absoluteTime } from '../../../ui/absolute-time.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { FactList } from '../../../ui/fact-list.tsx';
import { safeText } from '../../../ui/safe-text.ts';
import { saveFile } from '../../../ui/save-file.ts';
import { useWords } from '../../../ui/use-words.ts';
import { TextField } from '../text-field.tsx';
import classes from '../wizards.module.css';
import { kubeconfigText } from './kubeconfig-file.ts';
import type { MadeToken } from './token-request.ts';

interface TokenResultProps {
  readonly cluster: string;
  readonly namespace: string;
  readonly account: string;
  readonly made: MadeToken;
}

/** A new token, shown once: hidden until it is asked for, decoded, and as a kubeconfig to keep. */
export function TokenResult({ cluster, namespace, account, made }: TokenResultProps) {
  const t = useWords('wizards');
  const [shown, setShown] = useState(false);
  const { data } = useConnection(cluster);
  const [typedServer, setTypedServer] = useState<string>();
  const server = typedServer ?? data?.server ?? '';
  const claims = decodeToken(made.token);
  const { expiresAt } = made;

  function download(): void {
    const facts = { cluster, server, namespace, user: account, token: made.token };
    const text = kubeconfigText({ ...facts, certificateAuthority: data?.certificateAuthority ?? null });
    saveFile(`${cluster}-${namespace}-${account}.kubeconfig`, [text], 'application/yaml');
  }

  return (
    <section className={classes.review} aria-label={t('token.result')}>
      <h2 className={classes.heading}>{t('token.result')}</h2>
      <p className={classes.dim} role="status">
        {t('token.once')}
      </p>
      <div className={classes.code}>
        <pre className={classes.token} data-testid="made-token">
          {shown ? safeText(made.token) : '•'.repeat(48)}
        </pre>
        <CopyButton text={made.token} label={t('token.copy')} />
      </div>
      <div className={classes.buttons}>
        <Button size="xs" variant="default" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {t(shown ? 'token.hide' : 'token.show')}
        </Button>
      </div>
      <FactList
        items={[
          {
            id: 'ends',
            label: t('token.ends'),
            value: expiresAt === null ? t('token.never') : absoluteTime(new Date(expiresAt * 1000)),
          },
          { id: 'subject', label: t('token.subject'), value: safeText(claims.subject) },
          { id: 'audience', label: t('token.audience'), value: safeText(claims.audiences.join(', ')) },
          { id: 'issuer', label: t('token.issuer'), value: safeText(claims.issuer) },
        ]}
      />
      <details>
        <summary>{t('token.claims')}</summary>
        <div className={classes.code}>
          <pre>{safeText(claims.text)}</pre>
        </div>
      </details>
      <TextField
        label={t('kubeconfig.server')}
        description={t('kubeconfig.serverHint')}
        value={server}
        onChange={setTypedServer}
      />
      <div className={classes.buttons}>
        <Button size="xs" disabled={server === ''} onClick={download}>
          {t('kubeconfig.download')}
        </Button>
      </div>
      <p className={classes.dim}>{t('kubeconfig.hint')}</p>
    </section>
  );
}
