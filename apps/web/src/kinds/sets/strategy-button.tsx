import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { runAction } from '../../actions/run-action.tsx';
import strategy from '../../actions/set-strategy.action.ts';
import { readWithWords } from '../../i18n/lazy-with-words.ts';
import { useWords } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';

const readDialog = readWithWords(['sets', 'problems'], () => import('../../actions/sets/set-strategy-dialog.tsx'));

interface StrategyButtonProps extends DetailProps {
  readonly label: string;
  /** the partition that the dialog proposes */
  readonly partition?: number;
}

/** Opens the dialog of the update strategy, with a partition already chosen where one is given. */
export function StrategyButton({ target, object, label, partition }: StrategyButtonProps) {
  const words = useWords('actions');
  const router = useRouter();
  return (
    <Button
      size="compact-sm"
      variant="default"
      onClick={() => {
        const dialog = async () => (await readDialog()).setStrategyDialog(partition);
        runAction({ ...strategy, dialog }, [{ ref: target, object, uid: object.metadata.uid }], {
          navigate: (path) => router.history.push(path),
          words,
        });
      }}
    >
      {label}
    </Button>
  );
}
