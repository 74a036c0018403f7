import { listAt, textAt } from '../../api/read-field.ts';
import { safeText } from '../../ui/safe-text.ts';
import { rowIds, SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import type { ContainerSpecProps } from './container-spec.tsx';
import classes from './containers.module.css';
import { describeVolume } from './describe-volume.ts';

/** Where the volumes of a pod stand in a container's file system, and its raw block devices. */
export function MountsTable({ container, podSpec }: Pick<ContainerSpecProps, 'container' | 'podSpec'>) {
  const t = useWords('kinds');
  const words = useWords('sections');
  const types = new Map(
    listAt(podSpec, 'volumes').map((volume) => {
      const { name, type } = describeVolume(volume, undefined, '');
      return [name, type];
    }),
  );
  const mounts = [
    ...listAt(container, 'volumeMounts').map((mount) => ({
      path: textAt(mount, 'mountPath'),
      volume: textAt(mount, 'name'),
      subPath: textAt(mount, 'subPath') || textAt(mount, 'subPathExpr'),
      access: accessOf(mount),
      propagation: textAt(mount, 'mountPropagation'),
    })),
    ...listAt(container, 'volumeDevices').map((device) => ({
      path: textAt(device, 'devicePath'),
      volume: textAt(device, 'name'),
      subPath: '',
      access: 'device',
      propagation: '',
    })),
  ];
  if (mounts.length === 0) return null;
  const ids = rowIds(mounts.map(({ path }) => path));
  const title = t('container.mounts', { count: mounts.length });
  return (
    <details className={classes.more}>
      <summary>{title}</summary>
      <SimpleTable
        label={title}
        columns={[t('col.path'), t('col.volume'), t('col.type'), t('col.subPath'), words('mount.access')]}
        rows={mounts.map(({ path, volume, subPath, access, propagation }, line) => ({
          id: ids[line] ?? '',
          cells: [
            safeText(path),
            safeText(volume),
            safeText(types.get(volume) ?? words('mount.noVolume')),
            safeText(subPath) || '–',
            [words(`mount.${access}`), safeText(propagation)].filter((part) => part !== '').join(', '),
          ],
        }))}
      />
    </details>
  );
}

function accessOf(mount: unknown): 'ro' | 'rro' | 'rw' {
  if (textAt(mount, 'readOnly') !== 'true') return 'rw';
  const recursive = textAt(mount, 'recursiveReadOnly');
  return recursive === '' || recursive === 'Disabled' ? 'ro' : 'rro';
}
