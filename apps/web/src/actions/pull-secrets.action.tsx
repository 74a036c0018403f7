import { apiPath } from '@quarterdeck/shared/resource-path';
import { PackageOpen } from 'lucide-react';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { defineAction } from './define-action.ts';
import { isAccount } from './is-account.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { objectAccess } from './object-access.ts';
import { type PullSecretsInput, pullSecretsPatch } from './pull-secrets/pull-secrets-input.ts';

const PullSecretsForm = lazyWithWords(
  ['rights-actions', 'problems'],
  () => import('./pull-secrets/pull-secrets-form.tsx'),
);

/** Which Secrets every pod of a ServiceAccount pulls its images with (OPS-195). */
export default defineAction<PullSecretsInput>({
  id: 'pull-secrets',
  title: 'pullSecrets.title',
  icon: PackageOpen,
  order: 63,
  dryRun: true,
  form: {
    initial: () => ({ names: undefined }),
    view: (props) => <PullSecretsForm {...props} />,
    fault: ({ names }) => (names === undefined ? { key: 'pullSecrets.reading', quiet: true } : undefined),
  },
  applies: isAccount,
  access: (target) => objectAccess('patch', target),
  run: async ({ ref }, api, { names = [] }) => {
    await api.request(apiPath(ref.resource, ref), {
      method: 'PATCH',
      contentType: 'application/merge-patch+json',
      body: pullSecretsPatch(names),
    });
  },
  kubectl: ({ ref }, input) => kubectlCommand('patch', ref, '--type=merge', '-p', pullSecretsPatch(input?.names ?? [])),
});
