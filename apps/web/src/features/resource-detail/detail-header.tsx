import { Skeleton } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useOfferedTarget } from '../../actions/offered-target.ts';
import { useActions } from '../../actions/use-actions.ts';
import { listPath, objectPath } from '../../api/addresses.ts';
import { pluralTitle } from '../../api/kind-title.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import type { Health } from '../../kinds/define-kind.ts';
import { useKind } from '../../kinds/kinds-context.ts';
import { terminatingHealth } from '../../kinds/terminating-health.ts';
import { wordHealth } from '../../kinds/word-health.ts';
import type { LiveStatus } from '../../live/live-status.ts';
import { ActionMenu } from '../../ui/action-menu.tsx';
import { Age } from '../../ui/age.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { FreshnessChip } from '../../ui/freshness-chip.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { StarButton } from '../../ui/star-button.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from './detail-header.module.css';
import { generationBehind } from './generation-behind.ts';
import type { OwnRow } from './own-row.ts';
import { PanelBoundary } from './panel-boundary.tsx';
import { OwnerTrail } from './relations/owner-trail.tsx';

interface DetailHeaderProps {
  readonly target: ObjectRef;
  readonly object: KubeObject | undefined;
  readonly deleted: boolean;
  readonly status: LiveStatus;
  readonly row: OwnRow | undefined;
  /** h2 where the page has a title of its own */
  readonly heading?: 'h1' | 'h2';
}

/** Kind and name, how it is in words, how fresh that is, and what can be done. */
export function DetailHeader({ target, object, deleted, status, row, heading: Heading = 'h1' }: DetailHeaderProps) {
  const t = useWords('detail');
  const words = useWords('object');
  const kindWords = useWords('kinds');
  const definition = useKind(target.resource);
  const { resource, namespace, name, cluster } = target;
  const goes = object?.metadata.deletionTimestamp !== undefined;
  // a count ("2", "1/2") is no word: the sentence says it
  const said = row?.status ?? '';
  const word = goes ? 'Terminating' : /\p{Letter}/u.test(said) ? said : '';
  // yes, no and nothing are answers: the column's header is the question ("Suspend: False")
  const shown = /^(?:True|False|<none>)$/.test(word) ? `${row?.statusHeader}: ${word}` : word;
  const own = row === undefined ? undefined : definition?.health ? definition.health(row) : wordHealth(word);
  const health: Health | undefined = goes ? terminatingHealth(object?.metadata.deletionTimestamp) : own;
  const sentence = object === undefined || deleted ? '' : (definition?.statusSentence?.(object, kindWords) ?? '');
  const behind = object === undefined || deleted ? undefined : generationBehind(object);
  const Headline = object === undefined || deleted ? undefined : definition?.headline;
  const created = Date.parse(object?.metadata.creationTimestamp ?? '') / 1000;

  return (
    <header className={classes.header}>
      <div className={classes.row}>
        <AppLink
          className={classes.kind}
          to={listPath(cluster, resource, namespace === undefined ? null : [namespace])}
        >
          {pluralTitle(resource)}
        </AppLink>
        <span className={classes.slash} aria-hidden="true">
          /
        </span>
        <Heading className={classes.name}>
          <span className="qd-visually-hidden">{resource.kind} </span>
          {safeText(name)}
        </Heading>
        <CopyButton text={name} label={t('copyName')} />
        <StarButton
          cluster={cluster}
          page={{ path: objectPath(target), name, kind: resource.kind, where: namespace ?? '' }}
        />
        <span className={classes.chip}>
          <FreshnessChip status={status} />
        </span>
        <span className={classes.actions}>
          {object === undefined || deleted ? null : <Actions target={target} object={object} />}
        </span>
      </div>
      <p className={classes.sentence}>
        {deleted ? (
          <HealthMark health="stopped" label={t('deleted.word')} />
        ) : (
          <>
            {health === undefined ? null : <HealthMark health={health} {...(shown === '' ? {} : { label: shown })} />}
            {sentence === '' || sentence === word ? null : <span>{safeText(sentence)}</span>}
            {object === undefined ? (
              <Skeleton component="span" height={14} width={180} radius="sm" visible={status.state === 'loading'} />
            ) : null}
          </>
        )}
        {Number.isFinite(created) ? (
          <span className={classes.age}>
            {t('age')} <Age created={created} />
          </span>
        ) : null}
      </p>
      {Headline === undefined || object === undefined ? null : (
        <PanelBoundary>
          <Suspense>
            <Headline target={target} object={object} />
          </Suspense>
        </PanelBoundary>
      )}
      <OwnerTrail />
      {behind === undefined ? null : (
        <p className={classes.behind} role="status">
          <HealthMark health="progressing" /> {words('generation.behind', behind)}
        </p>
      )}
    </header>
  );
}

/** Rights are asked for when the menu is first opened. */
function Actions({ target, object }: { readonly target: ObjectRef; readonly object: KubeObject }) {
  const t = useWords('detail');
  const definition = useKind(target.resource);
  const [open, setOpen] = useState(false);
  useOfferedTarget(() => ({
    target: { ref: target, object, uid: object.metadata.uid },
    kindActions: definition?.actions ?? [],
  }));
  const items = useActions(
    open ? { ref: target, object, uid: object.metadata.uid } : undefined,
    definition?.actions ?? [],
  );
  return <ActionMenu items={items} label={t('actions', { name: target.name })} onOpenChange={setOpen} />;
}
