import { ActionIcon, Button, Progress } from '@mantine/core';
import { CircleX, X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import type { FilePlace } from './file-api.ts';
import { sizeWords } from './file-words.ts';
import classes from './files.module.css';
import { isOpen, type Transfer, transfers } from './transfers.ts';

/** The transfers of this tab, those of other containers too: each with its progress and a way to end it. */
export function TransferList({ place }: { readonly place: FilePlace }) {
  const { t } = useTranslation('files');
  const list = useSyncExternalStore(transfers.subscribe, transfers.current);
  if (list.length === 0) return null;
  return (
    <section className={classes.transfers} aria-label={t('transfer.label')}>
      <ul>
        {list.map((transfer) => (
          <TransferLine key={transfer.id} transfer={transfer} place={place} />
        ))}
      </ul>
      {list.some((transfer) => !isOpen(transfer)) ? (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          onClick={() => {
            for (const transfer of list) if (!isOpen(transfer)) transfers.dismiss(transfer.id);
          }}
        >
          {t('transfer.clear')}
        </Button>
      ) : null}
    </section>
  );
}

function TransferLine({ transfer, place }: { readonly transfer: Transfer; readonly place: FilePlace }) {
  const { t, i18n } = useTranslation('files');
  const { id, kind, path, size, done, state, problem } = transfer;
  const elsewhere =
    transfer.place.pod === place.pod && transfer.place.container === place.container
      ? ''
      : `${transfer.place.pod}/${transfer.place.container}: `;
  const name = safeText(`${elsewhere}${path}`).replaceAll('\n', '\\n');
  const amount = sizeWords(done, i18n.language);
  const isUpload = kind === 'upload';
  return (
    <li data-state={state}>
      <div className={classes.transfer}>
        <span className={classes.transferName}>{t(`transfer.kind.${kind}`, { name })}</span>
        <span role="status" className={classes.amount}>
          {t(`transfer.state.${state}`)}
          {state === 'running' || state === 'done'
            ? ` · ${size === undefined || state === 'done' ? amount : t('transfer.of', { done: amount, size: sizeWords(size, i18n.language) })}`
            : ''}
        </span>
        {state === 'failed' && isUpload ? (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => transfers.repeat(id, problem?.code === 'qd.files.exists')}
          >
            {t(problem?.code === 'qd.files.exists' ? 'transfer.replace' : 'transfer.again')}
          </Button>
        ) : null}
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t(isOpen(transfer) ? 'transfer.cancel' : 'transfer.dismiss', { name })}
          title={t(isOpen(transfer) ? 'transfer.cancel' : 'transfer.dismiss', { name })}
          onClick={() => (isOpen(transfer) ? transfers.cancel(id) : transfers.dismiss(id))}
        >
          {isOpen(transfer) ? <CircleX size={14} aria-hidden="true" /> : <X size={14} aria-hidden="true" />}
        </ActionIcon>
      </div>
      {state === 'running' ? (
        <Progress
          size="xs"
          aria-label={t('transfer.progress', { name })}
          // without a size there is only movement
          value={size === undefined ? 100 : (100 * done) / Math.max(1, size)}
          animated={size === undefined}
        />
      ) : null}
      {problem === undefined ? null : <ProblemView problem={problem} compact />}
    </li>
  );
}
