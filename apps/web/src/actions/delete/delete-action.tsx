import { ProblemError } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { Trash2 } from 'lucide-react';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { type Action, defineAction } from '../define-action.ts';
import { kubectlCommand } from '../kubectl-command.ts';
import { objectAccess } from '../object-access.ts';
import { type DeleteInput, deleteFault, deleteFlags, deleteOptions } from './delete-input.ts';

const DeleteForm = lazyWithWords(['deletion'], () => import('./delete-form.tsx'));

/** The action that deletes, with what its dialog begins with. */
export function deleteAction(initial: DeleteInput): Action<DeleteInput> {
  return defineAction<DeleteInput>({
    id: 'delete',
    title: 'delete.title',
    icon: Trash2,
    order: 900,
    shortcut: 'Delete',
    destructive: true,
    bulk: true,
    dryRun: true,
    until: 'gone',
    form: {
      initial: () => ({ ...initial, looking: true }),
      view: (props) => <DeleteForm {...props} />,
      fault: deleteFault,
    },
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
      if (input.also.length > 0) await (await import('./companions.ts')).deleteCompanions(input.also, api);
    },
    kubectl: ({ ref }, input) =>
      [
        kubectlCommand('delete', ref, ...deleteFlags(input)),
        ...input.also.map((companion) => kubectlCommand('delete', companion.ref)),
      ].join(' && '),
  });
}
