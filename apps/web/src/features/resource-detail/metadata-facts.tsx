import { apiPath, parseApiVersion } from '@quarterdeck/shared/resource-path';
import { use } from 'react';
import { rawApiPath } from '../../api/addresses.ts';
import type { ObjectRef } from '../../api/kube-object.ts';
import { numberAt } from '../../api/read-field.ts';
import type { DetailProps, Fact } from '../../kinds/define-kind.ts';
import { useKind } from '../../kinds/kinds-context.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { type Cell, CellView, cellText } from '../../ui/cell-view.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { type FactItem, FactList } from '../../ui/fact-list.tsx';
import { Moment } from '../../ui/moment.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords, type Words } from '../../ui/use-words.ts';
import { Copyable } from './copyable.tsx';
import classes from './detail-page.module.css';
import { generationBehind } from './generation-behind.ts';
import { OwnRowContext } from './own-row-context.ts';

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** Name, namespace, ages, identity and owners: what every object has; then the facts of its kind. */
export function MetadataFacts({ target, object }: DetailProps) {
  const t = useWords('detail');
  const words = useWords('object');
  const kindWords = useWords('kinds');
  const definition = useKind(target.resource);
  const row = use(OwnRowContext);
  const { metadata } = object;
  const { cluster } = target;
  const { namespace, ownerReferences = [] } = metadata;

  const items: FactItem[] = [
    { id: 'name', label: t('fact.name'), value: <Copied text={metadata.name} label={t('copyName')} /> },
    ...(namespace === undefined
      ? []
      : [
          {
            id: 'namespace',
            label: t('fact.namespace'),
            value: (
              <CellView
                cluster={cluster}
                cell={{ text: namespace, to: { group: '', kind: 'Namespace', name: namespace } }}
              />
            ),
          },
        ]),
    { id: 'created', label: t('fact.created'), value: <Moment at={metadata.creationTimestamp ?? ''} /> },
    ...deletionFacts(object, t),
    ...(ownerReferences.length === 0
      ? []
      : [
          {
            id: 'owners',
            label: t('fact.owners'),
            value: ownerReferences.map((owner) => (
              <div key={owner.uid}>
                <CellView
                  cluster={cluster}
                  cell={{
                    text: `${owner.kind}/${owner.name}`,
                    to: {
                      group: parseApiVersion(owner.apiVersion).group,
                      kind: owner.kind,
                      name: owner.name,
                      ...(namespace === undefined ? {} : { namespace }),
                    },
                  }}
                />
                {owner.controller === true ? ` (${t('fact.controller')})` : ''}
              </div>
            )),
          },
        ]),
    ...generationFacts(object, t),
    { id: 'uid', label: t('fact.uid'), value: <Copied text={metadata.uid} label={t('copyUid')} /> },
    { id: 'version', label: t('fact.apiVersion'), value: safeText(object.apiVersion) },
    { id: 'path', label: words('path.label'), value: <ApiPath target={target} label={words('path.copy')} /> },
    // A kind without facts of its own shows what the server prints of it.
    ...(definition?.facts === undefined ? (row?.facts ?? []) : [])
      .filter(({ text }) => text !== '')
      .map(({ name, text }) => ({
        id: `column/${name}`,
        label: safeText(name),
        value: (
          <Copyable text={text} label={t('copyValue', { key: name })}>
            {factText(text)}
          </Copyable>
        ),
      })),
    ...(definition?.facts?.(object) ?? [])
      .filter(({ value }) => cellText(value) !== '')
      .map(({ label, value }) => ({
        id: label,
        label: kindWords(label),
        value: (
          <Copyable text={copiedText(value)} label={t('copyValue', { key: kindWords(label) })}>
            {typeof value === 'string' ? factText(value) : <CellView cell={value} cluster={cluster} />}
          </Copyable>
        ),
      })),
  ];
  return <FactList items={items} />;
}

/** The texts of a value, one a line; a cell that shows words in place of its text is a way, not a value. */
function copiedText(value: Fact['value']): string {
  const cells: readonly Cell[] = Array.isArray(value) ? value : [value as Cell];
  return cells
    .filter((cell) => typeof cell === 'string' || !('words' in cell) || cell.words === undefined)
    .map(cellText)
    .filter(Boolean)
    .join('\n');
}

/** Where the API server has the object; a click asks it there. */
function ApiPath({ target, label }: { readonly target: ObjectRef; readonly label: string }) {
  const path = apiPath(target.resource, target);
  return (
    <span className={classes.copied}>
      <AppLink to={rawApiPath(target.cluster, path)} className={classes.apiPath}>
        {safeText(path)}
      </AppLink>
      <CopyButton text={path} label={label} />
    </span>
  );
}

function factText(text: string) {
  return DATE.test(text) ? <Moment at={text} /> : safeText(text);
}

function Copied({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <span className={classes.copied}>
      {safeText(text)}
      <CopyButton text={text} label={label} />
    </span>
  );
}

/** An object that waits to go: since when, and the finalizers it waits for. */
function deletionFacts({ metadata }: DetailProps['object'], t: Words): FactItem[] {
  const { deletionTimestamp, finalizers = [] } = metadata;
  const held: FactItem[] =
    finalizers.length === 0
      ? []
      : [{ id: 'finalizers', label: t('fact.finalizers'), value: safeText(finalizers.join(', ')) }];
  if (deletionTimestamp === undefined) return held;
  return [
    {
      id: 'deletion',
      label: t('fact.deletion'),
      value: (
        <>
          <Moment at={deletionTimestamp} />
          {finalizers.length === 0 ? null : <div>{t('deletion.waits', { count: finalizers.length })}</div>}
        </>
      ),
    },
    ...held,
  ];
}

/** The generation, and the one that its controller has seen where that is another. */
function generationFacts(object: DetailProps['object'], t: Words): FactItem[] {
  const { generation } = object.metadata;
  if (generation === undefined) return [];
  const behind = generationBehind(object);
  const observed = numberAt(object, 'status.observedGeneration');
  const text =
    behind !== undefined
      ? t('generation.behind', behind)
      : observed === undefined
        ? `${generation}`
        : t('generation.observed', { generation });
  return [{ id: 'generation', label: t('fact.generation'), value: text }];
}
