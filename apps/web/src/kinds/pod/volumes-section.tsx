import { listAt } from '../../api/read-field.ts';
import { VolumesTable } from '../containers/volumes-table.tsx';
import type { DetailProps } from '../define-kind.ts';

/** The volumes of a pod; loaded lazily, hence the default export. */
export default function VolumesSection({ target, object }: DetailProps) {
  return (
    <VolumesTable
      cluster={target.cluster}
      namespace={target.namespace}
      volumes={listAt(object, 'spec.volumes')}
      podName={object.metadata.name}
    />
  );
}
