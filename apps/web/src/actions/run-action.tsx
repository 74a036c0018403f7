import { notifications } from '@mantine/notifications';
import { problemOfError } from '../api/api-fetch.ts';
import { ProblemView } from '../ui/problem-view.tsx';
import { safeText } from '../ui/safe-text.ts';
import type { Words } from '../ui/use-words.ts';
import { lendApi } from './action-api.ts';
import type { Action, ActionApi, ActionTarget } from './define-action.ts';
import { pendingActions } from './pending-actions.ts';

export interface ActionPlace {
  readonly navigate: (path: string) => void;
  /** of namespace "actions" */
  readonly words: Words;
}

/**
 * Runs an action: at once when it asks nothing, else by its dialog. Of several targets each has its line in the dialog's plan.
 * A failure is told as a problem.
 */
export function runAction(action: Action, targets: readonly ActionTarget[], place: ActionPlace): void {
  const [target] = targets;
  if (target === undefined) return;
  const { words, navigate } = place;
  if (action.dialog !== undefined) {
    const read = action
      .dialog()
      .then((part) => pendingActions.open({ action: { ...action, ...part }, targets, navigate }));
    tellFailure(read, action, target, words);
  } else if (action.runTogether !== undefined && targets.length > 1)
    tellFailure(action.runTogether(targets, lendAtOnce(target, place)), action, target, words);
  else if (action.destructive || action.form !== undefined || targets.length > 1)
    pendingActions.open({ action, targets, navigate });
  else tellFailure(action.run(target, lendAtOnce(target, place), undefined), action, target, words);
}

function lendAtOnce(target: ActionTarget, { navigate, words }: ActionPlace): ActionApi {
  return lendApi(target, {
    navigate,
    dryRun: false,
    onCopied: (text) => notifications.show({ message: words('copied', { text: safeText(text) }), autoClose: 2500 }),
    onWarning: (text) => notifications.show({ message: safeText(text), color: 'yellow', autoClose: false }),
  });
}

function tellFailure(work: Promise<void>, action: Action, { ref }: ActionTarget, words: Words): void {
  work.catch((error: unknown) => {
    notifications.show({
      title: words('failed', { action: words(action.title), name: safeText(ref.name) }),
      message: <ProblemView problem={problemOfError(error)} compact />,
      color: 'red',
      // a failure stays until it has been read
      autoClose: false,
    });
  });
}
