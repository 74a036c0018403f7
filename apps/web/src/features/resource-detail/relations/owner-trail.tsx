import { use } from 'react';
import { objectPath } from '../../../api/addresses.ts';
import { AppLink } from '../../../ui/app-link.tsx';
import { HealthMark } from '../../../ui/health-mark.tsx';
import { safeText } from '../../../ui/safe-text.ts';
import { useWords } from '../../../ui/use-words.ts';
import classes from './owner-trail.module.css';
import { OwnersContext } from './owners-context.ts';

/** Whom the object belongs to, nearest first, each a link with its health: "ReplicaSet web-6d4 › Deployment web". */
export function OwnerTrail() {
  const t = useWords('object');
  const { chain } = use(OwnersContext);
  if (chain.length === 0) return null;
  return (
    <nav className={classes.trail} aria-label={t('relations.trail')}>
      <span>{t('relations.belongsTo')}</span>
      <ol>
        {chain.map(({ owner, ref, relative, state }) => (
          <li key={owner.uid} data-owner={state}>
            {relative?.health === undefined ? null : <HealthMark health={relative.health} />}
            <span>{safeText(owner.kind)}</span>
            {ref === undefined || state === 'gone' ? (
              <span className={classes.name}>{safeText(owner.name)}</span>
            ) : (
              <AppLink to={objectPath(ref)} className={classes.name}>
                {safeText(owner.name)}
              </AppLink>
            )}
            {state === 'gone' || state === 'replaced' ? <em>{t(`relations.trailState.${state}`)}</em> : null}
          </li>
        ))}
      </ol>
    </nav>
  );
}
