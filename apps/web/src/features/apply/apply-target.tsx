import { SegmentedControl, TextInput } from '@mantine/core';
import { useId } from 'react';
import { namespaceFault } from '../../api/namespace-name.ts';
import { useNamespaces } from '../../api/use-namespaces.ts';
import type { Words } from '../../ui/use-words.ts';
import classes from './apply-page.module.css';

/** Names beyond this are typed: nobody scrolls through thousands. */
const MOST_NAMES = 500;

export interface ApplyTargetProps {
  readonly t: Words;
  readonly cluster: string;
  readonly namespace: string;
  readonly method: 'apply' | 'create';
  readonly busy: boolean;
  readonly onNamespace: (namespace: string) => void;
  readonly onMethod: (method: 'apply' | 'create') => void;
}

/** Where documents go that name no namespace, and how they are written (OPS-065, OPS-071). */
export function ApplyTarget({ t, cluster, namespace, method, busy, onNamespace, onMethod }: ApplyTargetProps) {
  const { names } = useNamespaces(cluster, { enabled: true });
  const list = useId();
  const fault = namespace === '' ? undefined : namespaceFault(namespace);
  const isAbsent = fault === undefined && names !== undefined && namespace !== '' && !names.includes(namespace);
  return (
    <div className={classes.target}>
      <TextInput
        size="xs"
        label={t('target.namespace')}
        list={list}
        value={namespace}
        disabled={busy}
        error={namespace === '' ? t('target.none') : fault === undefined ? undefined : t('target.fault')}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onNamespace(event.currentTarget.value.trim())}
      />
      <datalist id={list}>
        {(names ?? []).slice(0, MOST_NAMES).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <SegmentedControl
        size="xs"
        aria-label={t('target.method')}
        value={method}
        disabled={busy}
        onChange={(value) => onMethod(value === 'create' ? 'create' : 'apply')}
        data={[
          { value: 'apply', label: t('target.apply') },
          { value: 'create', label: t('target.create') },
        ]}
      />
      <p className={classes.dim}>
        {t(method === 'apply' ? 'target.applyHint' : 'target.createHint')}
        {isAbsent ? ` ${t('target.absent', { namespace })}` : ''}
      </p>
    </div>
  );
}
