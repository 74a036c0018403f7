import type { SchemaSource } from '../../api/schema/schema-source.ts';
import type { Fault } from '../../api/writes/fault.ts';
import type { Words } from '../../ui/use-words.ts';
import type { ApplyItem } from './apply-item.ts';
import { ApplyItemView } from './apply-item-view.tsx';
import classes from './apply-page.module.css';

export interface ApplyListProps {
  readonly t: Words;
  readonly items: readonly ApplyItem[];
  readonly faults: ReadonlyMap<number, readonly Fault[]>;
  readonly namespace: string;
  readonly schemas: SchemaSource;
  readonly agreed: ReadonlySet<number>;
  readonly onAgree: (index: number, agrees: boolean) => void;
  readonly onGoTo: (item: ApplyItem, fault?: Fault) => void;
  readonly onDraft: (item: ApplyItem, draft: string) => void;
}

/** Every document of the text with what it would do, does or has done. */
export function ApplyList({ t, items, faults, ...rest }: ApplyListProps) {
  return (
    <ul className={classes.items} aria-label={t('list.label')}>
      {items.map((item) => (
        <ApplyItemView
          key={item.manifest.index}
          t={t}
          item={item}
          faults={faults.get(item.manifest.index) ?? NONE}
          isAgreed={rest.agreed.has(item.manifest.index)}
          {...rest}
        />
      ))}
    </ul>
  );
}

const NONE: readonly Fault[] = [];
