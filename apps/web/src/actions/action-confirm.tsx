import { Button, Group, Modal } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { CopyButton } from '../ui/copy-button.tsx';
import { safeText } from '../ui/safe-text.ts';
import { useWords } from '../ui/use-words.ts';
import classes from './action-confirm.module.css';
import { confirmations } from './confirmations.ts';

/** Asks before a destructive action, and names what it is about: kind, name, namespace, cluster. Mounted once by the app. */
export function ActionConfirm() {
  const t = useWords('actions');
  const asked = useSyncExternalStore(confirmations.subscribe, confirmations.current);
  if (asked === undefined) return null;
  const { action, target } = asked;
  const { cluster, resource, namespace, name } = target.ref;
  const plan = action.plan?.(target);
  const command = action.kubectl(target);
  const facts: readonly (readonly [string, string])[] = [
    [t('confirm.kind'), resource.kind],
    [t('confirm.name'), name],
    ...(namespace === undefined ? [] : [[t('confirm.namespace'), namespace] as const]),
    [t('confirm.cluster'), cluster],
  ];
  const verb = t(action.title);
  return (
    <Modal
      opened
      onClose={() => confirmations.answer(false)}
      title={t('confirm.title', { action: verb, name: safeText(name) })}
      size="lg"
    >
      {plan === undefined ? null : <p className={classes.plan}>{safeText(t(plan.key, { ...plan.values }))}</p>}
      <dl className={classes.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{safeText(value)}</dd>
          </div>
        ))}
      </dl>
      <div className={classes.command}>
        <code>{safeText(command)}</code>
        <CopyButton text={command} label={t('menu.copyCommand')} />
      </div>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" data-autofocus onClick={() => confirmations.answer(false)}>
          {t('confirm.cancel')}
        </Button>
        <Button color="red" onClick={() => confirmations.answer(true)}>
          {t('confirm.proceed', { action: verb, name: safeText(name) })}
        </Button>
      </Group>
    </Modal>
  );
}
