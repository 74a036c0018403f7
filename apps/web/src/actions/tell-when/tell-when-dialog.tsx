import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Radio.css';
import { Button, Group, Modal, Radio } from '@mantine/core';
import { useState } from 'react';
import { tellWhen } from '../../api/tell-when.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords, type Words } from '../../ui/use-words.ts';
import classes from '../action-dialog.module.css';
import { useTargetObject } from '../debug/use-target-object.ts';
import type { ActionPanelProps, ActionTarget } from '../define-action.ts';
import { judge, lasts, waitCommand, whensOf } from './whens.ts';

/** What one wants to be told of, of one object or of many. */
export function TellWhenDialog({ targets, onClose }: ActionPanelProps) {
  const [first, ...more] = targets;
  if (first === undefined) return null;
  return more.length === 0 ? (
    <OfOne target={first} onClose={onClose} />
  ) : (
    <Asking targets={targets} whens={commonWhens(targets)} onClose={onClose} />
  );
}

function commonWhens(targets: readonly ActionTarget[]): readonly string[] {
  const [first = [], ...more] = targets.map(({ ref }) => whensOf(ref.resource));
  return first.filter((when) => more.every((others) => others.includes(when)));
}

function OfOne({ target, onClose }: { readonly target: ActionTarget; readonly onClose: () => void }) {
  const { object } = useTargetObject(target);
  const known = object === undefined ? target : { ...target, object };
  return <Asking targets={[known]} whens={whensOf(target.ref.resource, object)} onClose={onClose} />;
}

interface AskingProps {
  readonly targets: readonly ActionTarget[];
  readonly whens: readonly string[];
  readonly onClose: () => void;
}

function Asking({ targets, whens, onClose }: AskingProps) {
  const t = useWords('tell-when');
  const [chosen, setChosen] = useState<string>();
  const when = whens.find((each) => each === chosen) ?? whens[0] ?? 'gone';
  const so = targets.map(({ ref, object }) => judge(when, ref, object, false)).filter(({ reached }) => reached);
  const [first] = targets;
  const command = targets.map(({ ref }) => waitCommand(ref, when)).join('\n');
  const permission = permissionNow();

  function wish(): void {
    tellWhen.add(
      targets.map(({ ref, object, uid = object?.metadata.uid }) => ({
        id: JSON.stringify([ref.cluster, ref.resource.group, ref.resource.resource, ref.namespace, ref.name, when]),
        ref,
        ...(uid === undefined ? {} : { uid }),
        when,
        armed: object !== undefined && !judge(when, ref, object, false).reached,
      })),
    );
    // browsers ask only while a click is being answered
    if (permission === 'default') void Notification.requestPermission().catch(() => undefined);
    onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={
        targets.length === 1
          ? t('title', { name: safeText(first?.ref.name ?? '') })
          : t('titleMany', { count: targets.length })
      }
      closeButtonProps={{ 'aria-label': t('close') }}
      size="lg"
    >
      <Radio.Group label={t('when')} value={when} onChange={setChosen} className={classes.form}>
        {whens.map((each) => (
          <Radio key={each} mt={6} size="sm" value={each} label={whenWords(each, t)} />
        ))}
      </Radio.Group>
      {so.length > 0 ? <p className={classes.plan}>{t(so.some(lasts) ? 'alreadyOver' : 'alreadySo')}</p> : null}
      <p className={classes.plan}>{t(`how.${permission}`)}</p>
      <div className={classes.command}>
        <code>{safeText(command)}</code>
        <CopyButton text={command} label={t('copyCommand')} />
      </div>
      <Group justify="flex-end" gap="xs" className={classes.footer}>
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button data-autofocus onClick={wish}>
          {t('wish')}
        </Button>
      </Group>
    </Modal>
  );
}

/** "the rollout is over, or stuck" */
function whenWords(when: string, t: Words): string {
  const [, type, status] = /^condition:(.+)=(\w+)$/.exec(when) ?? [];
  if (type !== undefined) return t('whens.condition', { type: safeText(type), status });
  return t(`whens.${when}`);
}

function permissionNow(): 'granted' | 'denied' | 'default' | 'none' {
  return typeof Notification === 'undefined' ? 'none' : Notification.permission;
}
