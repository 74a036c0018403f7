import { objectPath } from '../../../api/addresses.ts';
import { AppLink } from '../../../ui/app-link.tsx';
import { safeText } from '../../../ui/safe-text.ts';
import { useWords } from '../../../ui/use-words.ts';
import type { OwnerLink } from './owner-chain.ts';
import classes from './relations.module.css';
import { RelativeLine } from './relative-line.tsx';

const SILENT: ReadonlySet<OwnerLink['state']> = new Set(['there', 'asking']);

/** One owner: its link where there is one, else what is wrong with the reference. */
export function OwnerLine({ link }: { readonly link: OwnerLink }) {
  const t = useWords('object');
  const { owner, relative, state, ref } = link;
  const mark = owner.controller ? <span className={classes.mark}>{t('relations.controller')}</span> : null;
  if (relative !== undefined) return <RelativeLine relative={relative}>{mark}</RelativeLine>;
  const leads = ref !== undefined && state !== 'gone';
  return (
    <div className={classes.line} data-owner={state}>
      <span className={classes.kind}>{safeText(owner.kind)}</span>
      {leads ? <AppLink to={objectPath(ref)}>{safeText(owner.name)}</AppLink> : <span>{safeText(owner.name)}</span>}
      {mark}
      {SILENT.has(state) ? null : (
        <span className={classes.dim}>{t(`relations.owner.${state}`, { kind: safeText(owner.kind) })}</span>
      )}
    </div>
  );
}
