import { listAt, numberAt, textsAt } from '../../api/read-field.ts';
import { safeText } from '../../ui/safe-text.ts';
import { rowIds, SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from '../containers/containers.module.css';
import { byteSize } from '../data/byte-size.ts';
import type { DetailProps } from '../define-kind.ts';

const MOST = 200;

/** The images that a node holds, the largest first as the kubelet lists them; loaded lazily, hence the default export. */
export default function ImagesSection({ object }: DetailProps) {
  const t = useWords('kinds');
  const words = useWords('sections');
  const images = listAt(object, 'status.images').map((image) => ({
    names: textsAt(image, 'names'),
    size: numberAt(image, 'sizeBytes'),
  }));
  const shown = images.slice(0, MOST);
  const ids = rowIds(shown.map(({ names }) => names.join(' ')));
  const title = words('nodePage.images', { count: images.length });
  return (
    <details className={classes.more}>
      <summary>{title}</summary>
      <SimpleTable
        label={title}
        columns={[t('col.name'), t('col.size')]}
        rows={shown.map(({ names, size }, index) => ({
          id: ids[index] ?? '',
          cells: [
            rowIds(names).map((id, line) => <div key={id}>{safeText(names[line] ?? '')}</div>),
            size === undefined ? '–' : byteSize(size),
          ],
        }))}
      />
      {images.length > MOST ? (
        <p className={classes.dim}>{words('nodePage.moreImages', { count: images.length - MOST })}</p>
      ) : null}
    </details>
  );
}
