import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import type { ActionFormProps } from '../define-action.ts';
import { CompanionsField } from './companions-field.tsx';
import { ConsequencesList } from './consequences-list.tsx';
import classes from './delete-form.module.css';
import { type DeleteInput, GRACES, PROPAGATIONS, wordToType } from './delete-input.ts';
import { type Consequences, useConsequences } from './use-consequences.ts';

/** What goes with the objects, how they are to go, and the word to type where much is at stake. */
export default function DeleteForm({ targets, value, onChange }: ActionFormProps<DeleteInput>) {
  const t = useWords('actions');
  const more = useWords('deletion');
  const { propagation, grace, seconds, typed } = value;
  const consequences = useConsequences(targets);
  // of several kinds at once, each sentence once
  const deletions = [...new Set(targets.map(({ deletion }) => deletion))].filter((deletion) => deletion !== undefined);
  const found = new Set(consequences.known.flatMap(({ findings }) => findings.map(({ about }) => about)));
  const [first] = consequences.known;
  const isGraceful = deletions.some(({ graceful }) => graceful);
  const versions = versionsOf(consequences);
  const word = wordToType(targets);
  const confirm = useRef<HTMLInputElement>(null);
  // it is loaded after the dialog has looked for something to focus
  useEffect(() => confirm.current?.focus(), []);
  const set = (change: Partial<DeleteInput>) => onChange({ ...value, ...change });
  useHold(value.looking, consequences.looking, () => set({ looking: false }));
  const count = targets.length;
  // what the objects themselves tell takes the place of what their kind says in general
  const said = new Set([
    ...deletions.flatMap(({ takes, bringsBack, data }) => [
      ...(takes === undefined || propagation === 'Orphan' ? [] : [takes]),
      ...(bringsBack === undefined || (found.has('back') && count === 1) ? [] : [bringsBack]),
      ...(data === undefined || (found.has('data') && count === 1) ? [] : [data]),
    ]),
    ...(propagation === 'Orphan' ? ['delete.orphaned'] : []),
  ]);
  return (
    <div className={classes.form}>
      {[...said].map((key) => (
        <p key={key} className={classes.said} data-typed={deletions.some(({ typed }) => typed) || undefined}>
          {t(key, { count })}
        </p>
      ))}
      <ConsequencesList consequences={consequences} />
      {count === 1 && first?.object !== undefined ? (
        <CompanionsField
          workload={first.object}
          target={first.target.ref}
          chosen={value.also}
          onChosen={(also) => set({ also })}
        />
      ) : null}
      <details className={classes.options} open={propagation !== 'Background' || grace !== 'default' || undefined}>
        <summary>{t('delete.options')}</summary>
        <div className={classes.fields}>
          <NativeSelect
            size="xs"
            label={t('delete.propagation.label')}
            description={t(`delete.propagation.${propagation}.hint`)}
            data={PROPAGATIONS.map((id) => ({ value: id, label: t(`delete.propagation.${id}.title`) }))}
            value={propagation}
            onChange={({ currentTarget }) =>
              set({ propagation: PROPAGATIONS.find((id) => id === currentTarget.value) ?? 'Background' })
            }
          />
          {isGraceful ? (
            <>
              <NativeSelect
                size="xs"
                label={t('delete.grace.label')}
                description={t(`delete.grace.${grace}.hint`)}
                data={GRACES.map((id) => ({ value: id, label: t(`delete.grace.${id}.title`) }))}
                value={grace}
                onChange={({ currentTarget }) =>
                  set({ grace: GRACES.find((id) => id === currentTarget.value) ?? 'default' })
                }
              />
              {grace === 'seconds' ? (
                <TextInput
                  size="xs"
                  inputMode="numeric"
                  label={t('delete.grace.input')}
                  value={seconds}
                  onChange={({ currentTarget }) => set({ seconds: currentTarget.value.trim() })}
                />
              ) : null}
            </>
          ) : null}
          {versions === undefined ? null : (
            <Checkbox
              size="xs"
              label={more('unchanged.label')}
              description={more('unchanged.hint', { version: safeText(Object.values(versions).join(', ')) })}
              checked={Object.keys(value.versions).length > 0}
              onChange={({ currentTarget }) => set({ versions: currentTarget.checked ? versions : {} })}
            />
          )}
        </div>
      </details>
      {grace === 'force' ? (
        <p className={classes.warning}>
          <TriangleAlert size={16} aria-hidden="true" />
          {t('delete.forceWarning', { count })}
        </p>
      ) : null}
      {word === undefined ? null : (
        <TextInput
          size="xs"
          autoComplete="off"
          spellCheck={false}
          ref={confirm}
          label={t(count === 1 ? 'delete.typeName' : 'delete.typeCount', { word: safeText(word) })}
          value={typed}
          onChange={({ currentTarget }) => set({ typed: currentTarget.value })}
        />
      )}
    </div>
  );
}

/** Nobody waits longer than this to be told what else goes. */
const HELD_MS = 1500;

/**
 * Holds the button back until what goes along stands above it: nothing is confirmed unread, and no press is lost because the button moved
 * under it.
 */
function useHold(isHeld: boolean, looking: boolean, release: () => void): void {
  const latest = useRef(release);
  latest.current = release;
  useEffect(() => {
    if (!isHeld) return;
    const timer = setTimeout(() => latest.current(), looking ? HELD_MS : 0);
    return () => clearTimeout(timer);
  }, [isHeld, looking]);
}

/** The resourceVersions that were read, by uid; undefined where not every object has been read. */
function versionsOf({ known, looking, rest }: Consequences): Readonly<Record<string, string>> | undefined {
  if (looking || rest > 0) return;
  const versions = known.flatMap(({ target: { uid }, object }) => {
    const version = object?.metadata.resourceVersion;
    return uid === undefined || version === undefined ? [] : [[uid, version] as const];
  });
  return versions.length === known.length && versions.length > 0 ? Object.fromEntries(versions) : undefined;
}
