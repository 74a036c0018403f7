import { apiPath } from '@quarterdeck/shared/resource-path';
import { lazy } from 'react';
import { type Action, defineAction } from '../define-action.ts';
import { kubectlCommand } from '../kubectl-command.ts';
import { objectAccess } from '../object-access.ts';
import {
  initialPairs,
  type PairsField,
  type PairsInput,
  pairsArguments,
  pairsFault,
  pairsPatch,
} from './pairs-input.ts';

const PairsForm = lazy(() => import('./pairs-form.tsx'));

/** The action that sets and removes labels or annotations, with `kubectl label` or `kubectl annotate` as its command. */
export function pairsAction(
  field: PairsField,
  verb: 'label' | 'annotate',
  look: Pick<Action, 'title' | 'icon' | 'order' | 'shortcut'>,
): Action<PairsInput> {
  return defineAction<PairsInput>({
    ...look,
    id: verb,
    bulk: true,
    dryRun: true,
    form: {
      initial: () => initialPairs,
      view: (props) => <PairsForm {...props} field={field} />,
      fault: (input) => pairsFault(field, input),
    },
    applies: ({ ref }) => ref.resource.verbs.includes('patch'),
    access: (target) => objectAccess('patch', target),
    run: async ({ ref }, api, input) => {
      await api.request(apiPath(ref.resource, ref), {
        method: 'PATCH',
        contentType: 'application/merge-patch+json',
        body: pairsPatch(field, input),
      });
    },
    kubectl: ({ ref }, input) => kubectlCommand(verb, ref, ...pairsArguments(input)),
  });
}
