import { useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useWords } from '../ui/use-words.ts';
import type { ActionItem } from './action-item.ts';
import type { Action, ActionTarget } from './define-action.ts';
import { rightOf } from './missing-right.ts';
import { withKindActions } from './registry.ts';
import { useAccess } from './use-access.ts';

const NONE: readonly Action[] = [];

/**
 * The actions that apply to a target: those of actions/*.action.ts, then those of the kind. Asks the API server for the
 * rights they need, so pass undefined until the menu opens.
 */
export function useActions(target: ActionTarget | undefined, kindActions: readonly Action[] = NONE): ActionItem[] {
  const router = useRouter();
  const words = useWords('actions');
  const all = useMemo(() => withKindActions(kindActions), [kindActions]);
  const offered =
    target === undefined
      ? []
      : all
          .filter((action) => action.applies(target))
          .map((action) => ({ action, target, check: action.access?.(target) }));
  const answer = useAccess(
    target?.ref.cluster,
    offered.flatMap(({ check }) => (check === undefined ? [] : [check])),
  );
  return offered.map(({ action, target, check }) => {
    const denied = check !== undefined && answer(check) === false;
    return {
      action,
      title: words(action.title),
      kubectl: action.kubectl(target, action.form?.initial([target])),
      ...(action.shortcut === undefined ? {} : { shortcut: action.shortcut }),
      ...(denied ? { disabledReason: words(...rightOf(check)) } : {}),
      run: (targets = [target]) => {
        // Notices and dialogs are not part of the first page.
        void import('./run-action.tsx').then(({ runAction }) =>
          runAction(action, targets, { words, navigate: (path) => router.history.push(path) }),
        );
      },
    };
  });
}
