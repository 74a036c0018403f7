import type { Pointer } from '../../api/pointer.ts';
import type { Chain, OpenGrant } from '../../api/rbac/grants.ts';
import { RBAC_GROUP, type RbacBinding } from '../../api/rbac/rbac-snapshot.ts';
import { ObjectLink } from '../object-link.tsx';
import { safeText } from '../safe-text.ts';
import { useWords } from '../use-words.ts';
import classes from './access.module.css';

/** How a right comes to somebody: the binding, its role, and the roles from which that one is made. */
export function ChainWords({ cluster, chain }: { readonly cluster: string; readonly chain: Chain | OpenGrant }) {
  const t = useWords('access');
  const { binding } = chain;
  const sources = 'sources' in chain ? chain.sources : [];
  return (
    <span>
      <BindingLink cluster={cluster} binding={binding} />
      {' → '}
      <span className={classes.kind}>{safeText(binding.role.kind)}</span>{' '}
      <RoleLink cluster={cluster} binding={binding} />
      {'why' in chain ? ` (${t(`open.${chain.why}`)})` : null}
      {sources.length === 0 ? null : (
        <>
          {' ← '}
          {sources.map((name, index) => (
            <span key={name}>
              {index === 0 ? '' : ', '}
              <ObjectLink cluster={cluster} to={{ group: RBAC_GROUP, kind: 'ClusterRole', name }}>
                {safeText(name)}
              </ObjectLink>
            </span>
          ))}
        </>
      )}
    </span>
  );
}

/** A binding with its kind, and where it grants. */
export function BindingLink({ cluster, binding }: { readonly cluster: string; readonly binding: RbacBinding }) {
  const { kind, namespace, name } = binding;
  const to: Pointer = { group: RBAC_GROUP, kind, name, ...(namespace === '' ? {} : { namespace }) };
  return (
    <>
      <span className={classes.kind}>{kind}</span>{' '}
      <ObjectLink cluster={cluster} to={to}>
        {safeText(namespace === '' ? name : `${namespace}/${name}`)}
      </ObjectLink>
    </>
  );
}

/** The role that a binding names. */
export function RoleLink({ cluster, binding }: { readonly cluster: string; readonly binding: RbacBinding }) {
  const { kind, name } = binding.role;
  const to: Pointer = { group: RBAC_GROUP, kind, name, ...(kind === 'Role' ? { namespace: binding.namespace } : {}) };
  return (
    <ObjectLink cluster={cluster} to={to}>
      {safeText(name)}
    </ObjectLink>
  );
}
