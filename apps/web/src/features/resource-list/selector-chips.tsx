import { Button, Pill, Popover } from '@mantine/core';
import { formatLabelRequirement, formatLabelSelector, parseLabelSelector } from '@quarterdeck/shared/label-selector';
import { Tags } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListSearch } from '../../api/list-search.ts';
import type { RowStore } from '../../live/row-store.ts';
import { safeText } from '../../ui/safe-text.ts';
import classes from './selector-chips.module.css';

const SelectorEditor = lazy(() => import('./selector-editor.tsx'));

export interface SelectorChipsProps {
  readonly search: ListSearch;
  readonly onSearch: (patch: Partial<ListSearch>) => void;
  /** rows whose labels are proposed */
  readonly store: RowStore;
}

/** The selectors that the server applies: each requirement a chip that can be taken away, and the editor of the whole. */
export function SelectorChips({ search, onSearch, store }: SelectorChipsProps) {
  const { t } = useTranslation('list');
  const [open, setOpen] = useState(false);
  const labels = parseLabelSelector(search.l ?? '').requirements;
  const fields = (search.f ?? '').split(',').filter(Boolean);
  return (
    <div className={classes.chips}>
      {labels === undefined && search.l !== undefined ? (
        <Chip text={search.l} label="labelSelector" onRemove={() => onSearch({ l: '' })} />
      ) : null}
      {labels?.map((requirement, i) => {
        const text = formatLabelRequirement(requirement);
        const rest = labels.filter((_, at) => at !== i);
        return (
          <Chip
            key={text}
            text={text}
            label="labelSelector"
            onRemove={() => onSearch({ l: formatLabelSelector(rest) })}
          />
        );
      })}
      {fields.map((text, i) => (
        <Chip
          key={text}
          text={text}
          label="fieldSelector"
          onRemove={() => onSearch({ f: fields.filter((_, at) => at !== i).join(',') })}
        />
      ))}
      <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus width={420} withinPortal>
        <Popover.Target>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<Tags size={14} aria-hidden="true" />}
            onClick={() => setOpen(!open)}
          >
            {t('selector.edit')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Suspense>
            {open ? (
              <SelectorEditor
                labels={search.l ?? ''}
                fields={search.f ?? ''}
                store={store}
                onApply={(patch) => {
                  onSearch(patch);
                  setOpen(false);
                }}
              />
            ) : null}
          </Suspense>
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

function Chip({
  text,
  label,
  onRemove,
}: {
  readonly text: string;
  readonly label: 'labelSelector' | 'fieldSelector';
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation('list');
  const selector = safeText(text);
  return (
    <Pill
      withRemoveButton
      onRemove={onRemove}
      removeButtonProps={{ 'aria-label': t('removeSelector', { selector }), 'aria-hidden': false, tabIndex: 0 }}
      className={classes.chip}
      title={selector}
    >
      {t(label, { selector })}
    </Pill>
  );
}
