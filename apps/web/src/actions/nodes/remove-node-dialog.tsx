import { Button, Group, Modal, TextInput } from '@mantine/core';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleDashed } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { k8sFetch, k8sJson, problemOfError } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import type { ActionPanelProps, ActionTarget } from '../define-action.ts';
import { DrainDialog } from '../drain/drain-dialog.tsx';
import { orphanedPods } from '../drain/drain-requests.ts';
import { shellWord } from '../kubectl-command.ts';
import classes from './nodes.module.css';
import { podsOnNode } from './pods-on-node.ts';
import { removalState } from './removal-steps.ts';

const REFRESH_MS = 3000;

/** The steps of a node's removal, each ticked by what the cluster says, and the deletion of the Node object at the end. */
export function RemoveNodeDialog({ targets: [target], onClose }: ActionPanelProps) {
  const t = useWords('nodes');
  const [isDraining, setDraining] = useState(false);
  if (target === undefined) return null;
  // its own dialog: a drain is the same wherever it is begun
  if (isDraining) return <DrainDialog targets={[target]} onClose={() => setDraining(false)} />;
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      title={t('removal.title', { node: safeText(target.ref.name) })}
      closeButtonProps={{ 'aria-label': t('drain.close') }}
      size="lg"
    >
      <Steps target={target} onDrain={() => setDraining(true)} onClose={onClose} />
    </Modal>
  );
}

function Steps({
  target: { ref },
  onDrain,
  onClose,
}: {
  readonly target: ActionTarget;
  readonly onDrain: () => void;
  readonly onClose: () => void;
}) {
  const t = useWords('nodes');
  const [typed, setTyped] = useState('');
  const [deletion, setDeletion] = useState<'none' | 'busy' | { readonly error: unknown }>('none');
  const path = apiPath(ref.resource, { name: ref.name });
  const { data, error } = useQuery({
    queryKey: ['node-removal', ref.cluster, ref.name],
    queryFn: async ({ signal }) => {
      const [node, pods] = await Promise.all([
        k8sJson<KubeObject>(ref.cluster, path, { signal }),
        podsOnNode(ref.cluster, ref.name, signal),
      ]);
      const orphans = await orphanedPods(ref.cluster, pods, signal);
      return { uid: node.metadata.uid, ...removalState(node, pods, orphans) };
    },
    refetchInterval: REFRESH_MS,
    gcTime: 0,
    retry: false,
  });
  if (error !== null) return <ProblemView problem={problemOfError(error)} compact />;
  if (data === undefined) return <p className={classes.dim}>{t('drain.looking')}</p>;
  const { left, isCordoned, attached, isReporting, isOfCloud, uid } = data;
  const isEmpty = left === 0 && isCordoned;
  const command = `kubectl delete node ${shellWord(ref.name)}`;
  const remove = async () => {
    setDeletion('busy');
    try {
      await k8sFetch(ref.cluster, path, {
        method: 'DELETE',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } }),
      });
      onClose();
    } catch (fault) {
      setDeletion({ error: fault });
    }
  };
  return (
    <div className={classes.stack}>
      <ol className={classes.steps}>
        <Step isDone={isEmpty} title={t('removal.drain')}>
          <p>
            {isEmpty ? t('removal.drained') : t(isCordoned ? 'removal.left' : 'removal.notCordoned', { count: left })}
          </p>
          {isEmpty ? null : (
            <Button size="xs" variant="default" onClick={onDrain}>
              {t('removal.drainNow')}
            </Button>
          )}
        </Step>
        <Step isDone={attached.length === 0} title={t('removal.volumes')}>
          <p>
            {attached.length === 0
              ? t('removal.noVolumes')
              : safeText(t('removal.attached', { count: attached.length, volumes: attached.join(', ') }))}
          </p>
        </Step>
        <Step isDone={!isReporting} title={t('removal.stop')}>
          <p>{t(isReporting ? 'removal.reporting' : 'removal.silent')}</p>
          {isReporting ? (
            <div className={classes.command}>
              <code>kubeadm reset</code>
              <CopyButton text="kubeadm reset" label={t('diagnosis.copy', { command: 'kubeadm reset' })} />
            </div>
          ) : null}
          {isOfCloud ? <p className={classes.dim}>{t('removal.cloud')}</p> : null}
        </Step>
        <Step isDone={false} title={t('removal.delete')}>
          <p>{t('removal.deleteWhat')}</p>
          {isEmpty ? null : <p className={classes.strong}>{t('removal.notEmpty', { count: left })}</p>}
          <TextInput
            size="xs"
            autoComplete="off"
            spellCheck={false}
            label={t('removal.type', { node: safeText(ref.name) })}
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        </Step>
      </ol>
      {typeof deletion === 'object' ? <ProblemView problem={problemOfError(deletion.error)} compact /> : null}
      <div className={classes.command}>
        <code>{safeText(command)}</code>
        <CopyButton text={command} label={t('drain.copy')} />
      </div>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('drain.close')}
        </Button>
        <Button color="red.9" disabled={typed !== ref.name} loading={deletion === 'busy'} onClick={() => void remove()}>
          {t('removal.deleteNow', { node: safeText(ref.name) })}
        </Button>
      </Group>
    </div>
  );
}

function Step({
  isDone,
  title,
  children,
}: {
  readonly isDone: boolean;
  readonly title: string;
  readonly children: ReactNode;
}) {
  const t = useWords('nodes');
  const Mark = isDone ? CircleCheck : CircleDashed;
  return (
    <li data-done={isDone || undefined}>
      <h3>
        <Mark size={16} role="img" aria-label={t(isDone ? 'removal.done' : 'removal.toDo')} />
        {title}
      </h3>
      {children}
    </li>
  );
}
