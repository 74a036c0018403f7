import { lazy } from 'react';
import { type Action, defineAction } from '../define-action.ts';
import { kubectlCommand } from '../kubectl-command.ts';
import { objectAccess } from '../object-access.ts';
import { initialPairs, type PairsField, type PairsInput, pairsArguments, pairsFault } from './pairs-input.ts';

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
    run: async (target, api, input) => {
      const { writePairs } = await import('./write-pairs.ts');
      await writePairs(field, target, api, input);
    },
    kubectl: ({ ref }, input) => kubectlCommand(verb, ref, ...pairsArguments(input)),
  });
}
