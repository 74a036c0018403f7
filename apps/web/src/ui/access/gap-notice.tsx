import { EyeOff } from 'lucide-react';
import type { RbacSnapshot } from '../../api/rbac/rbac-snapshot.ts';
import { safeText } from '../safe-text.ts';
import { useWords } from '../use-words.ts';
import classes from './access.module.css';

/** What of the roles and bindings could not be read, so that what is said may lack something; nothing where all was read. */
export function GapNotice({ snapshot }: { readonly snapshot: RbacSnapshot }) {
  const t = useWords('access');
  const { gaps, namespaces } = snapshot;
  const lacking = gaps.filter(({ plural }) => plural !== 'serviceaccounts');
  if (lacking.length === 0) return null;
  const read = (plural: string) =>
    (namespaces ?? []).filter((name) => !gaps.some((gap) => gap.plural === plural && gap.namespace === name));
  const lines = lacking
    .filter(({ namespace }) => namespace === undefined)
    .map(({ plural, problem }) => {
      const where = plural === 'roles' || plural === 'rolebindings' ? read(plural) : [];
      const words = problem.status === 403 ? 'refused' : 'failed';
      return {
        plural,
        text:
          where.length === 0
            ? t(`gap.${words}`, { plural })
            : t(`gap.${words}But`, { plural, namespaces: where.map(safeText).join(', ') }),
      };
    });
  return (
    <div className={classes.notice} role="note">
      <EyeOff size={14} aria-hidden="true" />
      <div>
        <p>{t('gap.title')}</p>
        <ul>
          {lines.map(({ plural, text }) => (
            <li key={plural}>{text}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
