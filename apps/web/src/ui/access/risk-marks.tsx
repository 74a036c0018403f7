import { TriangleAlert } from 'lucide-react';
import { isGrave, type Risk } from '../../api/rbac/risk.ts';
import { useWords } from '../use-words.ts';
import classes from './access.module.css';

/** What a set of rights lets somebody do that is more than it looks, the gravest first; each says why. */
export function RiskMarks({
  risks,
  inLine = false,
}: {
  readonly risks: readonly Risk[];
  /** in one line, cut off where there is no room */
  readonly inLine?: boolean;
}) {
  const t = useWords('access');
  if (risks.length === 0) return null;
  return (
    <span
      className={classes.risks}
      data-line={inLine || undefined}
      title={inLine ? risks.map((risk) => t(`risk.${risk}.name`)).join(', ') : undefined}
    >
      {risks.map((risk) => (
        <span key={risk} className={classes.risk} data-grave={isGrave(risk) || undefined} title={t(`risk.${risk}.why`)}>
          <TriangleAlert size={12} aria-hidden="true" />
          {t(`risk.${risk}.name`)}
        </span>
      ))}
    </span>
  );
}
