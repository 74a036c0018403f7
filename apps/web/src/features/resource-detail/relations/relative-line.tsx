import type { ReactNode } from 'react';
import { objectPath } from '../../../api/addresses.ts';
import type { ObjectRef } from '../../../api/kube-object.ts';
import type { Health } from '../../../kinds/define-kind.ts';
import { Age } from '../../../ui/age.tsx';
import { AppLink } from '../../../ui/app-link.tsx';
import { HealthMark } from '../../../ui/health-mark.tsx';
import { safeText } from '../../../ui/safe-text.ts';
import classes from './relations.module.css';
import type { Relative } from './relative.ts';

/** One object of a tree: how it does, its kind, its name as a link, its age, and what is to be said of it. */
export function RelativeLine({ relative, children }: { readonly relative: Relative; readonly children?: ReactNode }) {
  const { ref, health, word, created } = relative;
  return (
    <div className={classes.line}>
      <ObjectName refTo={ref} health={health} />
      {/\p{Letter}/u.test(word) ? <span>{safeText(word)}</span> : null}
      {created > 0 ? (
        <span className={classes.dim}>
          <Age created={created} />
        </span>
      ) : null}
      {children}
    </div>
  );
}

/** Health, kind and name of an object; the name is a link to its page. */
function ObjectName({ refTo, health }: { readonly refTo: ObjectRef; readonly health?: Health | undefined }) {
  return (
    <>
      {health === undefined ? null : <HealthMark health={health} />}
      <span className={classes.kind}>{refTo.resource.kind}</span>
      <AppLink to={objectPath(refTo)} className={classes.name}>
        {safeText(refTo.name)}
      </AppLink>
    </>
  );
}
