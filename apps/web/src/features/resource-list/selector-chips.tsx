import { Button, Pill } from '@mantine/core';
import { formatLabelRequirement, formatLabelSelector, parseLabelSelector } from '@quarterdeck/shared/label-selector';
import { Tags } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListSearch } from '../../api/list-search.ts';
import type { RowStore } from '../../live/row-store.ts';
import { Drop } from '../../ui/drop.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './selector-chips.module.css';

const readEditor = () => import('./selector-editor.tsx');

export interface SelectorChipsProps {
  readonly search: ListSearch;
  readonly onSearch: (patch: Partial<ListSearch>) => void;
  /** rows whose labels are proposed */
  readonly store: RowStore;
  /** fields differ from kind to kind: a list of several has no field selector */
  readonly labelsOnly?: boolean;
}

/** The selectors that the server applies: each requirement a chip that can be taken away, and the editor of the whole. */
export function SelectorChips({ search, onSearch, store, labelsOnly = false }: SelectorChipsProps) {
  const { t } = useTranslation('list');
  const [open, setOpen] = useState(false);
  const labels = parseLabelSelector(search.l ?? '').requirements;
  const fields = (labelsOnly ? '' : (search.f ?? '')).split(',').filter(Boolean);
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
      <Drop
        as="panel"
        position="bottom-start"
        width={420}
        opened={open}
        onChange={setOpen}
        read={readEditor}
        button={
          <Button size="compact-sm" variant="subtle" color="gray" leftSection={<Tags size={14} aria-hidden="true" />}>
            {t('selector.edit')}
          </Button>
        }
      >
        {({ SelectorEditor }) => (
          <SelectorEditor
            labels={search.l ?? ''}
            fields={search.f ?? ''}
            store={store}
            labelsOnly={labelsOnly}
            onApply={(patch) => {
              onSearch(patch);
              setOpen(false);
            }}
          />
        )}
      </Drop>
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
