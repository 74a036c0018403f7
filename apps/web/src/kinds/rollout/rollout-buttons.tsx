import { Button } from '@mantine/core';
import { useActions } from '../../actions/use-actions.ts';
import { useWords } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import classes from './rollout.module.css';
import type { RolloutPhase } from './rollout-state.ts';
import { useRollBack } from './use-roll-back.ts';

const STEER: Readonly<Record<'running' | 'paused', readonly string[]>> = {
  running: ['pause-rollout', 'rollback'],
  paused: ['advance-rollout', 'resume-rollout'],
};

interface RolloutButtonsProps extends DetailProps {
  readonly phase: RolloutPhase;
  /** there is an older revision */
  readonly canGoBack: boolean;
}

/** What steers a rollout that is not over: one step, pause, resume, abort (CTL-34). */
export function RolloutButtons({ target, object, phase, canGoBack }: RolloutButtonsProps) {
  const t = useWords('rollout');
  const rollBack = useRollBack(target, object);
  const over = phase === 'done' || phase === 'unseen';
  const offered = useActions(over ? undefined : { ref: target, object, uid: object.metadata.uid });
  if (over) return null;
  const ids = STEER[phase === 'paused' ? 'paused' : 'running'];
  return (
    <div className={classes.buttons}>
      {ids.map((id) => {
        const item = offered.find(({ action }) => action.id === id);
        if (item === undefined || (id === 'rollback' && !canGoBack)) return null;
        return (
          <Button
            key={id}
            size="compact-xs"
            variant="default"
            disabled={item.disabledReason !== undefined}
            title={item.disabledReason}
            onClick={() => item.run()}
          >
            {item.title}
          </Button>
        );
      })}
      {phase === 'paused' && canGoBack ? (
        <Button size="compact-xs" variant="default" onClick={() => rollBack(undefined, true)}>
          {t('abort')}
        </Button>
      ) : null}
    </div>
  );
}
