import { Quotas } from '../../ui/quotas.tsx';
import type { DetailProps } from '../define-kind.ts';

/** What limits a namespace, with what of it is used; loaded lazily, hence the default export. */
export default function QuotaSection({ target }: DetailProps) {
  return (
    <div>
      <Quotas cluster={target.cluster} namespace={target.name} tellProblems />
    </div>
  );
}
