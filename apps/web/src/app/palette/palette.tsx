import { Modal } from '@mantine/core';
import { type KeyboardEvent, useCallback, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { offeredTarget, onOffered } from '../../actions/offered-target.ts';
import { useActions } from '../../actions/use-actions.ts';
import { safeText } from '../../ui/safe-text.ts';
import classes from './palette.module.css';
import { matchEntries, type PaletteEntry } from './palette-entry.ts';
import { paletteState } from './palette-state.ts';
import { usePaletteEntries } from './use-palette-entries.ts';

/**
 * Anything by its name: what can be done with the object that is looked at, kinds by their short names, objects, namespaces, pages.
 * A combobox (ARIA 1.2): the focus stays in the field, the arrows move through the list. Loaded lazily, hence the default export.
 */
export default function Palette({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('palette');
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const takeOver = useCallback((field: HTMLInputElement | null) => {
    if (field === null) return;
    field.focus();
    setTyped(paletteState.typedAhead());
  }, []);
  const list = useRef<HTMLDivElement>(null);
  // what was offered first: the page behind it goes on
  const [offered, setOffered] = useState(offeredTarget);
  useEffect(() => onOffered(() => setOffered((before) => before ?? offeredTarget())), []);
  const actions = useActions(offered?.target, offered?.kindActions ?? []);
  const { entries, isLoading, searched, remark } = usePaletteEntries(useDeferredValue(typed));
  const all = useMemo(() => {
    const about = offered?.target.ref;
    const own = actions.map(
      (item): PaletteEntry => ({
        id: `action ${item.action.id}`,
        group: 'action',
        title: item.title,
        detail: item.kubectl,
        icon: item.action.icon,
        also: about === undefined ? [] : [about.name],
        ...(item.shortcut === undefined ? {} : { keys: item.shortcut }),
        ...(item.disabledReason === undefined ? {} : { disabledReason: item.disabledReason }),
        run: () => item.run(),
      }),
    );
    return [...own, ...entries];
  }, [actions, entries, offered]);
  const shown = useMemo(() => matchEntries(all, searched), [all, searched]);
  const at = Math.min(active, shown.length - 1);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: 'nearest' });
  });

  function choose(entry: PaletteEntry | undefined): void {
    if (entry === undefined || entry.disabledReason !== undefined) return;
    if (!entry.stays) onClose();
    entry.run();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (step !== undefined && shown.length > 0) {
      event.preventDefault();
      setActive(Math.max(0, Math.min(shown.length - 1, at + step)));
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      choose(shown[at]);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      size={680}
      padding={0}
      yOffset="10vh"
      transitionProps={{ duration: 0 }}
      aria-label={t('title')}
    >
      <div className={classes.palette}>
        <input
          className={classes.field}
          // the palette is opened to be typed into, from its first moment on: the dialog's own focus comes a little later
          ref={takeOver}
          data-autofocus
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={shown[at] === undefined ? undefined : `${listId}-${at}`}
          aria-label={t('field')}
          placeholder={t('field')}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        <div id={listId} ref={list} role="listbox" aria-label={t('title')} className={classes.list}>
          {shown.map((entry, i) => (
            <Option
              key={entry.id}
              id={`${listId}-${i}`}
              entry={entry}
              heading={
                shown[i - 1]?.group === entry.group ? undefined : t(`group.${entry.group}`, headingValues(offered))
              }
              active={i === at}
              onPoint={() => setActive(i)}
              onChoose={() => choose(entry)}
            />
          ))}
        </div>
        <p className={classes.foot} role="status">
          {isLoading ? t('loading') : (remark ?? (shown.length === 0 ? t('nothing') : t('hint')))}
        </p>
      </div>
    </Modal>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

function headingValues(offered: ReturnType<typeof offeredTarget>): { name: string } {
  return { name: safeText(offered?.target.ref.name ?? '') };
}

function Option({
  id,
  entry,
  heading,
  active,
  onPoint,
  onChoose,
}: {
  readonly id: string;
  readonly entry: PaletteEntry;
  readonly heading: string | undefined;
  readonly active: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}) {
  const { icon: Icon, title, detail, keys, disabledReason } = entry;
  return (
    <>
      {heading === undefined ? null : (
        <div className={classes.heading} role="presentation">
          {heading}
        </div>
      )}
      {/* the field has the focus and the keys: an option is pointed at only */}
      <div
        id={id}
        role="option"
        tabIndex={-1}
        aria-selected={active}
        aria-disabled={disabledReason !== undefined}
        className={classes.option}
        onPointerMove={onPoint}
        onPointerDown={(event) => event.preventDefault()}
        onClick={onChoose}
        onKeyDown={undefined}
      >
        {Icon === undefined ? <span className={classes.noIcon} /> : <Icon size={16} aria-hidden="true" />}
        <span className={classes.title}>{safeText(title)}</span>
        <span className={classes.detail}>{safeText(disabledReason ?? detail ?? '')}</span>
        {keys === undefined ? null : (
          <span className={classes.keys}>
            {keys.split(' ').map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </span>
        )}
      </div>
    </>
  );
}
