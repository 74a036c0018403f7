import { type ReactNode, use } from 'react';
import { pluralTitle } from '../../../api/kind-title.ts';
import type { DetailProps } from '../../../kinds/define-kind.ts';
import { safeText } from '../../../ui/safe-text.ts';
import { useWords } from '../../../ui/use-words.ts';
import type { FamilyNode, Outsider } from './family.ts';
import { FamilyContext } from './family-context.ts';
import type { OwnerLink } from './owner-chain.ts';
import { OwnerLine } from './owner-line.tsx';
import { OwnersContext } from './owners-context.ts';
import classes from './relations.module.css';
import { RelativeLine } from './relative-line.tsx';
import { SearchEverywhere } from './search-everywhere.tsx';
import type { Family } from './use-family.ts';

/** More siblings than this are a list's matter. */
const MOST_SIBLINGS = 50;

/** Whom the object belongs to and what belongs to it, as a tree around it, live. */
export function RelationsPanel({ target, object }: DetailProps) {
  const t = useWords('object');
  const owners = use(OwnersContext);
  const shared = use(FamilyContext);
  if (shared === undefined) return null;
  const { family, alsoIn } = shared;
  const { nodes, outsiders, adopts } = family;
  const parents = [...owners.chain].reverse();

  const here = (
    <>
      <div className={`${classes.line} ${classes.here}`} aria-current="true">
        <span className={classes.kind}>{target.resource.kind}</span>
        <span className={classes.name}>{safeText(target.name)}</span>
      </div>
      <Branch nodes={nodes} />
    </>
  );
  return (
    <>
      <ul className={classes.tree} aria-label={t('relations.tree')}>
        <Above links={parents}>{here}</Above>
      </ul>
      {owners.others.length === 0 ? null : (
        <>
          <h3 className={classes.heading}>{t('relations.alsoOwnedBy')}</h3>
          <ul className={classes.tree}>
            {owners.others.map((link) => (
              <li key={link.owner.uid}>
                <OwnerLine link={link} />
              </li>
            ))}
          </ul>
        </>
      )}
      {outsiders.length === 0 ? null : <Outsiders outsiders={outsiders} adopts={adopts} />}
      <Truth family={family} namespace={target.namespace} />
      <div className={classes.foot}>
        <SearchEverywhere key={object.metadata.uid} target={target} uid={object.metadata.uid} onFound={alsoIn} />
      </div>
    </>
  );
}

/** The owners, the topmost outermost, and within the nearest one the object. */
function Above({ links, children }: { readonly links: readonly OwnerLink[]; readonly children: ReactNode }) {
  const [top, ...rest] = links;
  if (top === undefined) return <li>{children}</li>;
  return (
    <li>
      <OwnerLine link={top} />
      <ul>
        <Above links={rest}>{children}</Above>
      </ul>
    </li>
  );
}

function Branch({ nodes }: { readonly nodes: readonly FamilyNode[] }) {
  const t = useWords('object');
  if (nodes.length === 0) return null;
  return (
    <ul>
      {nodes.slice(0, MOST_SIBLINGS).map(({ relative, adopted, children }) => (
        <li key={relative.uid}>
          <RelativeLine relative={relative}>
            {adopted ? (
              <span className={classes.mark} title={t('relations.adoptedHint')}>
                {t('relations.adopted')}
              </span>
            ) : null}
          </RelativeLine>
          <Branch nodes={children} />
        </li>
      ))}
      {nodes.length > MOST_SIBLINGS ? (
        <li className={classes.dim}>{t('relations.more', { count: nodes.length - MOST_SIBLINGS })}</li>
      ) : null}
    </ul>
  );
}

/** What the selector matches and the tree does not hold: for a service the pods that it sends to, for a controller strangers. */
function Outsiders({ outsiders, adopts }: { readonly outsiders: readonly Outsider[]; readonly adopts: boolean }) {
  const t = useWords('object');
  return (
    <>
      <h3 className={classes.heading}>{t(adopts ? 'relations.strangers' : 'relations.picked')}</h3>
      {adopts ? <p className={classes.note}>{t('relations.strangersHint')}</p> : null}
      <ul className={classes.tree}>
        {outsiders.slice(0, MOST_SIBLINGS).map(({ relative, controller }) => (
          <li key={relative.uid}>
            <RelativeLine relative={relative}>
              {adopts ? (
                <span className={classes.mark}>
                  {controller === undefined
                    ? t('relations.orphan')
                    : t('relations.foreign', { kind: controller.kind, name: safeText(controller.name) })}
                </span>
              ) : null}
            </RelativeLine>
          </li>
        ))}
        {outsiders.length > MOST_SIBLINGS ? (
          <li className={classes.dim}>{t('relations.more', { count: outsiders.length - MOST_SIBLINGS })}</li>
        ) : null}
      </ul>
    </>
  );
}

/** Where was looked, and what could not be seen: an empty tree must not be taken for more than it is. */
function Truth({ family, namespace }: { readonly family: Family; readonly namespace: string | undefined }) {
  const t = useWords('object');
  const { kinds, nodes, outsiders } = family;
  const refused = kinds.filter(({ status }) => status?.state === 'denied' || status?.state === 'gone');
  const waiting = kinds.some(({ status }) => status === undefined || status.state === 'loading');
  const old = kinds.some(({ status }) => status?.state === 'stale' || status?.state === 'reconnecting');
  const names = (list: typeof kinds) => list.map(({ kind }) => pluralTitle(kind.resource)).join(', ');
  const looked = kinds.filter((each) => !refused.includes(each));
  const empty = nodes.length === 0 && outsiders.length === 0;
  return (
    <>
      {looked.length > 0 && empty && !waiting ? (
        <p className={classes.note}>{t('relations.none', { kinds: names(looked) })}</p>
      ) : null}
      {kinds.length === 0 ? <p className={classes.note}>{t('relations.nowhere')}</p> : null}
      {old ? <p className={classes.note}>{t('relations.old')}</p> : null}
      {refused.map(({ kind: { resource } }) => (
        <p key={`${resource.group}/${resource.resource}`} className={classes.note}>
          {t(namespace === undefined ? 'relations.refusedCluster' : 'relations.refused', {
            kinds: pluralTitle(resource),
            namespace: namespace ?? '',
          })}
        </p>
      ))}
    </>
  );
}
