import { useRouter } from '@tanstack/react-router';
import type { AccessCheck } from '../../actions/define-action.ts';
import { rightOf } from '../../actions/missing-right.ts';
import { pairsEditor } from '../../actions/pairs/edit-pairs.ts';
import type { PairChange, PairsField } from '../../actions/pairs/pairs-input.ts';
import { useAccess } from '../../actions/use-access.ts';
import type { DetailProps } from '../../kinds/define-kind.ts';
import { useWords } from '../../ui/use-words.ts';

export interface EditPairs {
  /** opens the dialog, with a wish written down where one is given */
  open(wish?: Omit<PairChange, 'id'>): void;
  /** the missing right, in words; undefined: it may be tried */
  readonly disabledReason?: string;
}

/** Edits the labels or annotations of the page's object through their action and its trial run; undefined where the kind has no patch. */
export function useEditPairs(field: PairsField, { target, object }: DetailProps): EditPairs | undefined {
  const words = useWords('actions');
  const router = useRouter({ warn: false });
  const action = pairsEditor(field);
  const on = { ref: target, object, uid: object.metadata.uid };
  const applies = action.applies(on);
  const check: AccessCheck | undefined = applies ? action.access?.(on) : undefined;
  const answer = useAccess(target.cluster, check === undefined ? [] : [check]);
  if (!applies) return undefined;
  const denied = check !== undefined && answer(check) === false ? words(...rightOf(check)) : undefined;
  return {
    ...(denied === undefined ? {} : { disabledReason: denied }),
    open: (wish) => {
      if (denied !== undefined) return;
      void import('../../actions/run-action.tsx').then(({ runAction }) =>
        runAction(pairsEditor(field, wish), [on], { words, navigate: (path) => router?.history.push(path) }),
      );
    },
  };
}
