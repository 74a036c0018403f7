import { textAt } from '../../api/read-field.ts';
import { CellView } from '../../ui/cell-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import { describeVolume } from './describe-volume.ts';

interface VolumesTableProps {
  readonly cluster: string;
  readonly namespace: string | undefined;
  readonly volumes: readonly unknown[];
}

/** The volumes of a pod or a pod template: name, type and where the content comes from. */
export function VolumesTable({ cluster, namespace, volumes }: VolumesTableProps) {
  const t = useWords('kinds');
  return (
    <SimpleTable
      label={t('section.volumes')}
      columns={[t('col.name'), t('col.type'), t('col.source')]}
      rows={volumes.map((volume) => {
        const [type, source] = describeVolume(volume, namespace);
        const name = textAt(volume, 'name');
        return { id: name, cells: [safeText(name), type, <CellView key="source" cell={source} cluster={cluster} />] };
      })}
    />
  );
}
