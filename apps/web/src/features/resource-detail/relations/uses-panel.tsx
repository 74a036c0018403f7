import { useContext, useMemo } from 'react';
import { useDiscovery } from '../../../api/discovery.ts';
import { pluralTitle } from '../../../api/kind-title.ts';
import type { DetailProps } from '../../../kinds/define-kind.ts';
import { KindsContext, useKind } from '../../../kinds/kinds-context.ts';
import { useGatheredRows } from '../../../live/use-gathered-rows.ts';
import { ObjectLink } from '../../../ui/object-link.tsx';
import { safeText } from '../../../ui/safe-text.ts';
import { useWords, type Words } from '../../../ui/use-words.ts';
import classes from './relations.module.css';
import { type Relative, relativeSource } from './relative.ts';
import { RelativeLine } from './relative-line.tsx';
import { useInView } from './use-in-view.ts';
import { type User, userKinds, userOf, userQuery, usesOf } from './uses.ts';

/** More of one kind are a list's matter. */
const MOST_USERS = 30;
/** Ways of use in which a program reads what is in the object, in words of `uses.as`. */
const READING: ReadonlySet<string> = new Set(['volume', 'environment', 'variable']);

/** What the object names, and what names or picks the object; the second is looked for once it comes into view. */
export function UsesPanel({ target, object }: DetailProps) {
  const t = useWords('object');
  const kinds = useContext(KindsContext);
  const { resources } = useDiscovery(target.cluster);
  const { group, resource } = target.resource;
  const uses = useMemo(
    () => usesOf(object, kinds.get(`${group}/${resource}`)?.relations),
    [object, kinds, group, resource],
  );
  const candidates = useMemo(() => userKinds(target, kinds, resources), [target, kinds, resources]);
  return (
    <div className={classes.columns}>
      {uses.length === 0 ? null : (
        <div>
          <h3 className={classes.heading}>{t('uses.uses')}</h3>
          <ul className={classes.tree} aria-label={t('uses.uses')}>
            {uses.map(({ to, as }) => (
              <li key={`${to.group}/${to.kind}/${to.namespace}/${to.name}`} className={classes.line}>
                <span className={classes.kind}>{safeText(to.kind)}</span>
                <span className={classes.name}>
                  <ObjectLink cluster={target.cluster} to={to}>
                    {safeText(to.name)}
                  </ObjectLink>
                </span>
                <span className={classes.dim}>{asWords(t, as)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {candidates.length === 0 ? null : <Users target={target} object={object} candidates={candidates} />}
    </div>
  );
}

/** Whether {@link UsesPanel} has anything to say of objects of this kind. */
export function useHasUses({ target, object }: DetailProps): boolean {
  const kinds = useContext(KindsContext);
  const { resources } = useDiscovery(target.cluster);
  const { group, resource } = target.resource;
  return (
    usesOf(object, kinds.get(`${group}/${resource}`)?.relations).length > 0 ||
    userKinds(target, kinds, resources).length > 0
  );
}

function Users({ target, object, candidates }: DetailProps & { readonly candidates: ReturnType<typeof userKinds> }) {
  const t = useWords('object');
  const { ref, seen } = useInView<HTMLDivElement>();
  const labels = object.metadata.labels ?? {};
  const { items, statuses } = useGatheredRows<Relative>(() =>
    seen ? candidates.map((kind) => relativeSource(userQuery(target, kind))) : [],
  );
  const groups = candidates.map(({ resource, relations }) => {
    const id = `${resource.group}/${resource.resource}`;
    const users = [...(items.get(id)?.values() ?? [])].flatMap(
      (relative) => userOf(target, labels, relations, relative) ?? [],
    );
    return { id, resource, state: statuses.get(id)?.state, users };
  });
  const shown = groups.filter(({ users }) => users.length > 0);
  const refused = groups.filter(({ state }) => state === 'denied' || state === 'gone');
  const waiting = groups.some(({ state }) => state === undefined || state === 'loading' || state === 'connecting');
  const mayBeOld =
    useKind(target.resource)?.readAtStart === true &&
    shown.some(({ users }) => users.some(({ as }) => as.some((one) => READING.has(one))));
  const title = (list: typeof groups) => list.map(({ resource }) => pluralTitle(resource)).join(', ');
  const looked = groups.filter((group) => !refused.includes(group));
  return (
    <div ref={ref}>
      <h3 className={classes.heading}>{t('uses.usedBy')}</h3>
      {shown.map(({ id, resource, users }) => (
        <ul key={id} className={classes.tree} aria-label={t('uses.usedByKind', { kinds: pluralTitle(resource) })}>
          {users.slice(0, MOST_USERS).map((user) => (
            <UserLine key={user.relative.uid} user={user} />
          ))}
          {users.length > MOST_USERS ? (
            <li className={classes.dim}>{t('relations.more', { count: users.length - MOST_USERS })}</li>
          ) : null}
        </ul>
      ))}
      {mayBeOld ? <p className={classes.note}>{t('uses.mayBeOld')}</p> : null}
      {waiting ? <p className={classes.note}>{t('uses.looking')}</p> : null}
      {shown.length === 0 && !waiting && looked.length > 0 ? (
        <p className={classes.note}>{t('uses.none', { kinds: title(looked) })}</p>
      ) : null}
      {refused.length > 0 ? <p className={classes.note}>{t('uses.refused', { kinds: title(refused) })}</p> : null}
    </div>
  );
}

function UserLine({ user: { relative, as } }: { readonly user: User }) {
  const t = useWords('object');
  return (
    <li>
      <RelativeLine relative={relative}>
        <span className={classes.dim}>{asWords(t, as)}</span>
      </RelativeLine>
    </li>
  );
}

function asWords(t: Words, as: readonly string[]): string {
  return as.map((one) => t(`uses.as.${one}`)).join(', ');
}
