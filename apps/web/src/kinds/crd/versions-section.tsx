import { listAt, textAt, textsAt } from '../../api/read-field.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { rowIds, SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from '../containers/containers.module.css';
import type { DetailProps } from '../define-kind.ts';
import { ObjectCount } from './object-count.tsx';
import schema from './schema.module.css';
import { crdVersions } from './schema-tree.ts';

/** The versions of a definition with what each prints and serves, its objects, its conversion; loaded lazily, hence the default export. */
export default function VersionsSection({ target, object }: DetailProps) {
  const t = useWords('kinds');
  const words = useWords('sections');
  const versions = crdVersions(object);
  const columns = versions.flatMap((version) =>
    version.columns.map((column) => ({
      version: version.name,
      cells: ['name', 'type', 'jsonPath', 'priority', 'description', 'format'].map((part) => textAt(column, part)),
      old: textAt(column, 'JSONPath'),
    })),
  );
  const ids = rowIds(versions.map(({ name }) => name));
  const columnIds = rowIds(columns.map(({ version, cells }) => `${version} ${cells[0] ?? ''}`));
  const yesOrNo = (value: boolean) => (value ? t('yes') : t('no'));
  const conversion = [
    ['strategy', textAt(object, 'spec.conversion.strategy')],
    [
      'service',
      ['namespace', 'name', 'path', 'port']
        .map((part) => textAt(object, `spec.conversion.webhook.clientConfig.service.${part}`))
        .filter((part) => part !== '')
        .join('/'),
    ],
    ['url', textAt(object, 'spec.conversion.webhook.clientConfig.url')],
    ['reviews', textsAt(object, 'spec.conversion.webhook.conversionReviewVersions').join(', ')],
  ] as const;
  const names = ['kind', 'listKind', 'plural', 'singular'] as const;
  return (
    <>
      <FactList
        items={[
          { id: 'objects', label: t('fact.objects'), value: <ObjectCount target={target} object={object} /> },
          ...names.map((name) => ({
            id: name,
            label: words(`crd.names.${name}`),
            value:
              safeText(textAt(object, `status.acceptedNames.${name}`) || textAt(object, `spec.names.${name}`)) || '–',
          })),
          ...conversion
            .filter(([, value]) => value !== '')
            .map(([id, value]) => ({ id, label: words(`crd.conversion.${id}`), value: safeText(value) })),
          ...(textAt(object, 'spec.preserveUnknownFields') === ''
            ? []
            : [
                {
                  id: 'preserve',
                  label: words('crd.preserve'),
                  value: safeText(textAt(object, 'spec.preserveUnknownFields')),
                },
              ]),
        ]}
      />
      <SimpleTable
        label={t('section.versions')}
        columns={[
          t('col.name'),
          t('col.served'),
          words('crd.storage'),
          t('col.deprecated'),
          words('crd.subresources'),
          words('crd.selectable'),
        ]}
        rows={versions.map((version, index) => ({
          id: ids[index] ?? '',
          cells: [
            safeText(version.name),
            yesOrNo(version.served),
            yesOrNo(version.storage),
            safeText(version.deprecationWarning) || yesOrNo(version.deprecated),
            safeText(version.subresources.join(', ')) || '–',
            safeText(version.selectableFields.join(', ')) || '–',
          ],
        }))}
      />
      <Stored crd={object} served={versions.map(({ name }) => name)} />
      {columns.length === 0 ? null : (
        <>
          <h3 className={schema.title}>{words('crd.columns')}</h3>
          <SimpleTable
            label={words('crd.columns')}
            columns={[
              words('crd.version'),
              t('col.name'),
              t('col.type'),
              t('col.path'),
              words('crd.priority'),
              words('crd.description'),
            ]}
            rows={columns.map(({ version, cells, old }, index) => {
              const [name = '', type = '', path = '', priority = '', description = '', format = ''] = cells;
              return {
                id: columnIds[index] ?? '',
                cells: [
                  version,
                  name,
                  format === '' ? type : `${type} (${format})`,
                  path || old,
                  priority === '' || priority === '0' ? '0' : words('crd.wide', { priority }),
                  description || '–',
                ].map(safeText),
              };
            })}
          />
        </>
      )}
    </>
  );
}

/** Objects may lie in etcd in versions that are not served any more: they must be written anew before such a one can go. */
function Stored({ crd, served }: { readonly crd: unknown; readonly served: readonly string[] }) {
  const words = useWords('sections');
  const stored = listAt(crd, 'status.storedVersions').map(String);
  if (stored.length < 2 && stored.every((version) => served.includes(version))) return null;
  return <p className={classes.dim}>{words('crd.stored', { versions: safeText(stored.join(', ')) })}</p>;
}
