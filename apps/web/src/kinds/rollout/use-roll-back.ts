import { useRouter } from '@tanstack/react-router';
import rollback from '../../actions/rollback.action.ts';
import { runAction } from '../../actions/run-action.tsx';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { readWithWords } from '../../i18n/lazy-with-words.ts';
import { useWords } from '../../ui/use-words.ts';

const readDialog = readWithWords(
  ['rollout', 'writes', 'problems'],
  () => import('../../actions/rollout/rollback-dialog.tsx'),
);

/** Opens the dialog of a rollback to a revision, or to the one before; with `resume` it ends the pause as well. */
export function useRollBack(target: ObjectRef, object: KubeObject): (number?: number, resume?: boolean) => void {
  const words = useWords('actions');
  const router = useRouter();
  return (number, resume) => {
    const action = { ...rollback, dialog: async () => (await readDialog()).rollbackDialog(number, resume) };
    runAction(action, [{ ref: target, object, uid: object.metadata.uid }], {
      navigate: (path) => router.history.push(path),
      words,
    });
  };
}
