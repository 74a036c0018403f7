import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import type { ActionTarget } from '../define-action.ts';
import classes from './scale.module.css';
import { lookKey, lookOf, type ScaleInput, wantedOf } from './scale-input.ts';

/** Objects shown at once; the plan counts them all. */
const MOST = 100;

/** From how many to how many, object by object. */
export function ScaleTable({
  targets,
  input,
}: {
  readonly targets: readonly ActionTarget[];
  readonly input: ScaleInput;
}) {
  const t = useWords('scale');
  return (
    <div className={classes.scroll}>
      <SimpleTable
        label={t('table.title')}
        columns={['name', 'now', 'then', 'autoscaler'].map((name) => t(`table.${name}`))}
        rows={targets.slice(0, MOST).map((target) => {
          const look = lookOf(input, target);
          const wanted = wantedOf(input, look);
          const { namespace, name } = target.ref;
          return {
            id: lookKey(target),
            cells: [
              safeText(namespace === undefined ? name : `${namespace}/${name}`),
              look?.current ?? '…',
              wanted ?? '…',
              safeText(look?.autoscalers.map((each) => each.name).join(', ') ?? '') || '–',
            ],
          };
        })}
      />
      {targets.length > MOST ? (
        <p className={classes.dim}>{t('table.more', { count: targets.length - MOST })}</p>
      ) : null}
    </div>
  );
}
