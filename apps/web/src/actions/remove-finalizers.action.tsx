import { apiPath } from '@quarterdeck/shared/resource-path';
import { Unlink } from 'lucide-react';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { defineAction } from './define-action.ts';
import {
  type FinalizersInput,
  finalizersFault,
  finalizersOf,
  finalizersPatch,
  initialFinalizers,
  kubectlPatch,
} from './finalizers/finalizers-input.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { objectAccess } from './object-access.ts';

const FinalizersForm = lazyWithWords(['deletion'], () => import('./finalizers/finalizers-form.tsx'));

/** Only where the object has been read: what a finalizer stands for must be seen before it is taken away. */
export default defineAction<FinalizersInput>({
  id: 'remove-finalizers',
  title: 'finalizers.title',
  icon: Unlink,
  order: 950,
  destructive: true,
  dryRun: true,
  form: { initial: () => initialFinalizers, view: (props) => <FinalizersForm {...props} />, fault: finalizersFault },
  applies: (target) => finalizersOf(target).length > 0 && target.ref.resource.verbs.includes('patch'),
  access: (target) => objectAccess('patch', target),
  run: async (target, api, input) => {
    await api.request(apiPath(target.ref.resource, target.ref), {
      method: 'PATCH',
      contentType: 'application/merge-patch+json',
      body: finalizersPatch(target, input),
    });
  },
  kubectl: (target, input) =>
    kubectlCommand('patch', target.ref, '--type=merge', '-p', kubectlPatch(target, input ?? initialFinalizers)),
});
