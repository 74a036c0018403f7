import { parseApiVersion } from '@quarterdeck/shared/resource-path';
import type { KubeObject } from '../../api/kube-object.ts';
import { readOwners } from '../../api/owner-references.ts';
import { CellView } from '../cell-view.tsx';
import type { Words } from '../use-words.ts';
import classes from './review-dialog.module.css';

interface OwnedNoteProps {
  readonly cluster: string;
  readonly live: KubeObject;
  readonly t: Words;
}

/** Says of an object that a controller looks after that a change is better made at its owner. */
export function OwnedNote({ cluster, live: { metadata }, t }: OwnedNoteProps) {
  const owner = readOwners(metadata.ownerReferences).find(({ controller }) => controller === true);
  if (owner === undefined) return null;
  const { kind, name } = owner;
  const { group } = parseApiVersion(owner.apiVersion);
  const to = { group, kind, name, ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }) };
  return (
    <p className={classes.hint}>
      {t('review.owned')} <CellView cell={{ text: `${kind}/${name}`, to }} cluster={cluster} />
    </p>
  );
}
