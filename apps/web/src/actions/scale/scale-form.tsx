import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Checkbox.css';
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { problemOfError } from '../../api/api-fetch.ts';
import { findByKind, useDiscovery } from '../../api/discovery.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { useSettled } from '../debug/use-settled.ts';
import type { ActionFormProps, ActionTarget } from '../define-action.ts';
import { pendingActions } from '../pending-actions.ts';
import { keepsReplicas } from './scalable.ts';
import classes from './scale.module.css';
import {
  autoscalerReply,
  endingLooks,
  isCount,
  lookKey,
  lookOf,
  replicasText,
  type ScaleInput,
  type ScaleLook,
  wantedOf,
} from './scale-input.ts';
import { readLooks } from './scale-look.ts';
import { ScaleTable } from './scale-table.tsx';

const REFRESH_MS = 4000;
const MOST_NAMES = 10;

/** How many replicas, and what that means for each of the targets. */
export function ScaleForm({ targets, value, onChange }: ActionFormProps<ScaleInput>) {
  const t = useWords('scale');
  const cluster = targets[0]?.ref.cluster ?? '';
  const { data, error } = useQuery({
    queryKey: ['scale', cluster, ...targets.map(lookKey)],
    queryFn: ({ signal }) => readLooks(targets, signal),
    // somebody else, or an autoscaler, may scale it meanwhile
    refetchInterval: targets.length > 20 ? false : REFRESH_MS,
    gcTime: 0,
    retry: false,
  });
  useSettled(value, onChange, data ?? {});
  if (value.looks === undefined)
    return error === null ? <p>{t('reading')}</p> : <ProblemView problem={problemOfError(error)} compact />;
  const looks = Object.values(value.looks);
  const single = targets.length === 1 ? looks[0] : undefined;
  const text = replicasText(value);
  const ending = endingLooks(value);
  const isKnown = targets.every(({ ref }) => keepsReplicas(ref.resource));
  const unread = targets.filter((target) => value.unread?.includes(lookKey(target)));
  return (
    <div className={classes.stack}>
      {looks.some(({ remembered, current }) => remembered !== undefined && current === 0) && single === undefined ? (
        <Checkbox
          label={t('restore')}
          checked={value.restore}
          onChange={({ currentTarget }) => onChange({ ...value, restore: currentTarget.checked })}
        />
      ) : null}
      <TextInput
        label={t('replicas')}
        description={single === undefined ? undefined : t('now', { count: single.current, running: single.running })}
        type="number"
        min={0}
        value={value.restore ? '' : text}
        disabled={value.restore}
        error={value.restore || text === '' || isCount(text) ? undefined : t('fault')}
        className={classes.number}
        onChange={({ currentTarget }) => onChange({ ...value, text: currentTarget.value.trim(), agreed: false })}
      />
      {single?.remembered !== undefined && single.current === 0 ? (
        <p className={classes.dim}>{t('had', { count: single.remembered })}</p>
      ) : null}
      {unread.length === 0 ? null : (
        <p className={classes.strong} role="alert">
          {t('unread', { count: unread.length, names: safeText(namesOf(unread)) })}
        </p>
      )}
      {targets.map((target) => {
        const look = lookOf(value, target);
        return look === undefined ? null : (
          <Notes
            key={lookKey(target)}
            target={target}
            look={look}
            wanted={wantedOf(value, look)}
            alone={single !== undefined}
          />
        );
      })}
      {single === undefined ? <ScaleTable targets={targets} input={value} /> : null}
      {ending.length === 0 ? null : (
        <>
          <p className={classes.strong}>
            {single === undefined
              ? t('zero.many', { count: ending.length })
              : t(isKnown ? 'zero.one' : 'zero.custom', {
                  count: single.current,
                  name: safeText(targets[0]?.ref.name ?? ''),
                })}
          </p>
          <Checkbox
            label={t(isKnown ? 'zero.agree' : 'zero.agreeCustom', { count: targets.length })}
            checked={value.agreed}
            onChange={({ currentTarget }) => onChange({ ...value, agreed: currentTarget.checked })}
          />
        </>
      )}
    </div>
  );
}

function namesOf(targets: readonly ActionTarget[]): string {
  const names = targets.slice(0, MOST_NAMES).map(({ ref }) => ref.name);
  return [...names, ...(targets.length > names.length ? ['…'] : [])].join(', ');
}

/** What else has a say in the number of one target, and what goes with its pods. */
function Notes({
  target,
  look,
  wanted,
  alone,
}: {
  readonly target: ActionTarget;
  readonly look: ScaleLook;
  readonly wanted: number | undefined;
  readonly alone: boolean;
}) {
  const t = useWords('scale');
  const name = safeText(target.ref.name);
  return (
    <>
      {look.owner === undefined ? null : <Owned target={target} owner={look.owner} alone={alone} />}
      {look.keeper === undefined ? null : (
        <p className={classes.strong}>
          {t('owned.maybe', { name, kind: safeText(look.keeper.kind), owner: safeText(look.keeper.name) })}
        </p>
      )}
      {wanted === undefined || wanted === look.current
        ? null
        : look.autoscalers.map((decider) => (
            <p key={decider.name} className={classes.strong}>
              {t(`autoscaler.${autoscalerReply(decider, wanted)}`, {
                ...decider,
                autoscaler: safeText(decider.name),
                name,
              })}
            </p>
          ))}
      {alone && look.claims !== undefined && wanted !== undefined && wanted < look.current ? (
        <p className={look.claims === 'deleted' ? classes.strong : classes.dim}>{t(`claims.${look.claims}`)}</p>
      ) : null}
    </>
  );
}

/** It is not its own master: whatever is set here is put back. */
function Owned({
  target,
  owner,
  alone,
}: {
  readonly target: ActionTarget;
  readonly owner: NonNullable<ScaleLook['owner']>;
  readonly alone: boolean;
}) {
  const t = useWords('scale');
  const { cluster } = target.ref;
  const { resources } = useDiscovery(cluster);
  const resource = findByKind(resources, owner.apiVersion, owner.kind);
  const values = { name: safeText(target.ref.name), kind: safeText(owner.kind), owner: safeText(owner.name) };
  return (
    <div className={classes.strong} role="alert">
      <p>{t(alone ? 'owned.fault' : 'owned.passed', values)}</p>
      {!alone || resource === undefined ? null : (
        <Button
          variant="default"
          size="xs"
          onClick={() => {
            const open = pendingActions.current();
            if (open === undefined) return;
            pendingActions.open({
              ...open,
              targets: [{ ref: { cluster, resource, namespace: target.ref.namespace, name: owner.name } }],
            });
          }}
        >
          {t('owned.instead', values)}
        </Button>
      )}
    </div>
  );
}
