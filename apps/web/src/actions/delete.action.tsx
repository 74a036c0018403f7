import { ProblemError } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { Trash2 } from 'lucide-react';
import { lazy } from 'react';
import { defineAction } from './define-action.ts';
import { type DeleteInput, deleteFault, deleteFlags, deleteOptions, initialDelete } from './delete/delete-input.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { objectAccess } from './object-access.ts';

const DeleteForm = lazy(() => import('./delete/delete-form.tsx'));

export default defineAction<DeleteInput>({
  id: 'delete',
  title: 'delete.title',
  icon: Trash2,
  order: 900,
  shortcut: 'Delete',
  destructive: true,
  bulk: true,
  dryRun: true,
  until: 'gone',
  form: { initial: () => initialDelete, view: (props) => <DeleteForm {...props} />, fault: deleteFault },
  applies: ({ ref }) => ref.resource.verbs.includes('delete'),
  access: (target) => objectAccess('delete', target),
  run: async (target, api, input) => {
    const { ref } = target;
    try {
      await api.request(apiPath(ref.resource, ref), {
        method: 'DELETE',
        body: JSON.stringify(deleteOptions(input, target)),
      });
    } catch (error) {
      // gone already: somebody else was faster
      if (!(error instanceof ProblemError && error.problem.status === 404)) throw error;
    }
  },
  kubectl: ({ ref }, input) => kubectlCommand('delete', ref, ...deleteFlags(input)),
});
