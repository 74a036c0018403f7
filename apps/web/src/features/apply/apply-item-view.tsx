import { Button, Checkbox, Loader, UnstyledButton } from '@mantine/core';
import {
  ChevronDown,
  ChevronRight,
  CircleCheck,
  CircleX,
  Clock,
  Hand,
  PenLine,
  Plus,
  TriangleAlert,
} from 'lucide-react';
import { useState } from 'react';
import { objectPath } from '../../api/addresses.ts';
import type { Fault } from '../../api/writes/fault.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords, type Words } from '../../ui/use-words.ts';
import { managerNames, TakenFields } from '../../ui/write-review/taken-fields.tsx';
import type { ApplyItem, ItemState } from './apply-item.ts';
import { ApplyItemDetails } from './apply-item-details.tsx';
import type { ApplyListProps } from './apply-list.tsx';
import classes from './apply-page.module.css';

export interface ApplyItemProps
  extends Pick<ApplyListProps, 'namespace' | 'schemas' | 'onAgree' | 'onGoTo' | 'onDraft'> {
  readonly t: Words;
  readonly item: ApplyItem;
  readonly faults: readonly Fault[];
  readonly isAgreed: boolean;
}

/** One document: what it is, where it goes, how it stands; everything else is one click away. */
export function ApplyItemView(props: ApplyItemProps) {
  const { t, item, faults, isAgreed, namespace, onAgree, onGoTo } = props;
  const { manifest, state, target } = item;
  const writes = useWords('writes');
  const [isOpen, setIsOpen] = useState(false);
  const hasFault = state.step === 'refused' || state.step === 'unreadable' || state.step === 'unserved';
  const needs = state.step === 'ready' ? state.preview : undefined;
  const open = isOpen || hasFault;
  const name = manifest.name || (manifest.generateName === '' ? '' : `${manifest.generateName}…`);
  const title =
    safeText([manifest.kind, name].filter(Boolean).join(' ')) || t('list.document', { number: manifest.document + 1 });
  const Fold = open ? ChevronDown : ChevronRight;
  const asksForce = needs !== undefined && needs.taken.length > 0;
  return (
    <li className={classes.item} data-step={state.step} data-outcome={outcomeOf(state)}>
      <div className={classes.itemHead}>
        <UnstyledButton className={classes.itemFold} aria-expanded={open} onClick={() => setIsOpen(!open)}>
          <Fold size={14} aria-hidden="true" />
          <span className={classes.itemTitle}>{title}</span>
        </UnstyledButton>
        <StateMark t={t} state={state} />
      </div>
      <p className={classes.itemPlace}>
        {target === undefined || target.namespace !== undefined ? (
          <span>
            {safeText(target?.namespace ?? manifest.namespace ?? namespace)}
            {manifest.namespace !== undefined && manifest.namespace !== namespace ? ` (${t('list.ownNamespace')})` : ''}
          </span>
        ) : (
          <span>{t('list.clusterWide')}</span>
        )}
        {state.step === 'done' && target !== undefined ? (
          <AppLink to={objectPath({ ...target, name: state.object.metadata.name })}>{t('list.open')}</AppLink>
        ) : null}
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onGoTo(item)}>
          {t('list.goTo')}
        </Button>
      </p>
      {item.way === 'createInstead' || item.way === 'mergeInstead' ? (
        <p className={classes.dim}>{t(`way.${item.way}`)}</p>
      ) : null}
      {asksForce ? <TakenFields fields={needs.taken} t={writes} /> : null}
      {needs !== undefined && (asksForce || needs.dropped.length > 0) ? (
        <Checkbox
          size="xs"
          className={classes.agree}
          checked={isAgreed}
          onChange={(event) => onAgree(manifest.index, event.currentTarget.checked)}
          label={
            asksForce
              ? writes('review.forceAgree', { managers: managerNames(needs.taken) })
              : t('list.agreeDropped', { count: needs.dropped.length })
          }
        />
      ) : null}
      {open || faults.length > 0 ? <ApplyItemDetails {...props} isOpen={open} /> : null}
    </li>
  );
}

function outcomeOf(state: ItemState): string | undefined {
  if (state.step === 'done') return state.outcome;
  return state.step === 'ready' ? state.preview.outcome : undefined;
}

const ICONS = { created: Plus, configured: PenLine, unchanged: CircleCheck } as const;

function StateMark({ t, state }: { readonly t: Words; readonly state: ItemState }) {
  switch (state.step) {
    case 'checking':
    case 'writing':
    case 'settling':
      return (
        <span className={classes.mark}>
          <Loader size={12} /> {t(`step.${state.step}`)}
        </span>
      );
    case 'ready': {
      const { outcome, taken, dropped } = state.preview;
      const asks = taken.length > 0 || dropped.length > 0;
      const Icon = asks ? Hand : ICONS[outcome];
      return (
        <span className={classes.mark} data-tone={asks ? 'warning' : 'plan'}>
          <Icon size={14} aria-hidden="true" /> {t(asks ? 'step.asks' : `would.${outcome}`)}
        </span>
      );
    }
    case 'done':
      return (
        <span className={classes.mark} data-tone="ok">
          <CircleCheck size={14} aria-hidden="true" /> {t(`did.${state.outcome}`)}
        </span>
      );
    case 'later':
      return (
        <span className={classes.mark} data-tone="plan">
          <Clock size={14} aria-hidden="true" /> {t('step.later')}
        </span>
      );
    case 'refused':
    case 'unreadable':
    case 'unserved':
      return (
        <span className={classes.mark} data-tone="failed">
          <CircleX size={14} aria-hidden="true" />{' '}
          {t(
            state.step === 'refused' && !state.written
              ? 'step.wouldFail'
              : state.step === 'refused'
                ? 'step.failed'
                : `step.${state.step}`,
          )}
        </span>
      );
    case 'stopped':
      return (
        <span className={classes.mark} data-tone="warning">
          <TriangleAlert size={14} aria-hidden="true" /> {t('step.stopped')}
        </span>
      );
    case 'new':
      return <span className={classes.mark}>{t('step.new')}</span>;
  }
}
