import { TextInput } from '@mantine/core';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import { textAt, textsAt } from '../../api/read-field.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import type { ActionFormProps } from '../define-action.ts';
import { certificateSubject } from './certificate-subject.ts';
import type { DecisionInput } from './decide-request.ts';

/** What the certificate would be good for, and what is written beside the decision. Loaded lazily, hence the default export. */
export default function DecisionForm({ targets, value, onChange }: ActionFormProps<DecisionInput>) {
  const t = useWords('rights-actions');
  const [target] = targets;
  const ref = targets.length === 1 ? target?.ref : undefined;
  const { data, error } = useQuery({
    queryKey: ['certificate-request', ref?.cluster, ref?.name],
    queryFn: ({ signal }) =>
      ref === undefined
        ? Promise.resolve(undefined)
        : k8sJson<unknown>(ref.cluster, apiPath(ref.resource, { name: ref.name }), { signal }),
    enabled: ref !== undefined,
    retry: false,
  });
  const subject = certificateSubject(textAt(data, 'spec.request'));
  const facts = [
    ['user', subject.commonNames.join(', ')],
    ['groups', subject.organizations.join(', ')],
    ['signer', textAt(data, 'spec.signerName')],
    ['usages', textsAt(data, 'spec.usages').join(', ')],
    ['requestor', textAt(data, 'spec.username')],
    ['requestorGroups', textsAt(data, 'spec.groups').join(', ')],
  ] as const;
  return (
    <>
      {error === null ? null : <ProblemView problem={problemOfError(error)} compact />}
      {data === undefined ? null : (
        <FactList items={facts.map(([id, text]) => ({ id, label: t(`csr.${id}`), value: safeText(text) || '–' }))} />
      )}
      <TextInput
        size="xs"
        label={t('csr.reason')}
        value={value.reason}
        onChange={({ currentTarget }) => onChange({ ...value, reason: currentTarget.value })}
      />
      <TextInput
        size="xs"
        label={t('csr.message')}
        value={value.message}
        onChange={({ currentTarget }) => onChange({ ...value, message: currentTarget.value })}
      />
    </>
  );
}
