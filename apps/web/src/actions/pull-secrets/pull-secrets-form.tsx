import { Checkbox, TextInput } from '@mantine/core';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import type { ObjectRef } from '../../api/kube-object.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import type { ActionFormProps } from '../define-action.ts';
import type { PullSecretsInput } from './pull-secrets-input.ts';

/** The server tells names alone where it is asked for metadata: no value of a Secret comes to the browser. */
const METADATA = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
const TYPES = ['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg'];

/** The Secrets of registries in the namespace, those that the account has marked; others by name. Loaded lazily, hence the default export. */
export default function PullSecretsForm({ targets: [target], value, onChange }: ActionFormProps<PullSecretsInput>) {
  const t = useWords('rights-actions');
  const ref = target?.ref;
  const account = useQuery({
    queryKey: ['pull-secrets', ref?.cluster, ref?.namespace, ref?.name],
    queryFn: ({ signal }) => readAccount(ref, signal),
    enabled: ref !== undefined,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });
  const registries = useQuery({
    queryKey: ['registry-secrets', ref?.cluster, ref?.namespace],
    queryFn: ({ signal }) => readRegistrySecrets(ref, signal),
    enabled: ref !== undefined,
    retry: false,
  });
  const [typed, setTyped] = useState('');
  const { names } = value;

  useEffect(() => {
    if (names === undefined && account.data !== undefined) onChange({ names: account.data });
  }, [names, account.data, onChange]);

  if (account.error !== null) return <ProblemView problem={problemOfError(account.error)} compact />;
  if (names === undefined) return null;
  const offered = [...new Set([...(registries.data ?? []), ...(account.data ?? []), ...names])].sort();
  function add(): void {
    const name = typed.trim();
    if (name === '' || names === undefined) return;
    onChange({ names: [...new Set([...names, name])] });
    setTyped('');
  }
  return (
    <>
      <p>{t('pullSecrets.hint')}</p>
      <Checkbox.Group
        size="xs"
        label={t('pullSecrets.label')}
        value={[...names]}
        onChange={(next) => onChange({ names: next })}
      >
        {offered.map((name) => (
          <Checkbox key={name} size="xs" mt={4} value={name} label={safeText(name)} />
        ))}
      </Checkbox.Group>
      {registries.error === null ? null : <p>{t('pullSecrets.cannotList')}</p>}
      <TextInput
        size="xs"
        label={t('pullSecrets.other')}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
      />
    </>
  );
}

async function readAccount(ref: ObjectRef | undefined, signal: AbortSignal): Promise<readonly string[]> {
  if (ref === undefined) return [];
  const account = await k8sJson<unknown>(ref.cluster, apiPath(ref.resource, ref), { signal });
  return listAt(account, 'imagePullSecrets').map((secret) => textAt(secret, 'name'));
}

async function readRegistrySecrets(ref: ObjectRef | undefined, signal: AbortSignal): Promise<readonly string[]> {
  if (ref === undefined) return [];
  const lists = await Promise.all(
    TYPES.map((type) => {
      const query = new URLSearchParams({ fieldSelector: `type=${type}`, limit: '200' });
      const path = `/api/v1/namespaces/${encodeURIComponent(ref.namespace ?? '')}/secrets?${query}`;
      return k8sJson<unknown>(ref.cluster, path, { signal, headers: { accept: METADATA } });
    }),
  );
  return lists.flatMap((list) => listAt(list, 'items').map((secret) => textAt(secret, 'metadata.name')));
}
