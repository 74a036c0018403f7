import { useState } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './json-tree.module.css';

/** Members that are shown at once; more on demand. */
const PAGE = 100;
const LONG = 400;
/** Levels that stand open at first, and members above which one does not. */
const OPEN_DEPTH = 2;
const OPEN_MEMBERS = 30;

interface JsonTreeProps {
  readonly value: unknown;
  /** the member's name within its parent */
  readonly name?: string;
  readonly depth?: number;
}

/** A JSON value that is folded and unfolded; what is folded is not drawn. */
export function JsonTree({ value, name, depth = 0 }: JsonTreeProps) {
  const t = useWords('raw-api');
  const entries = membersOf(value);
  const [open, setOpen] = useState(depth < OPEN_DEPTH && (entries?.length ?? 0) <= OPEN_MEMBERS);
  const [shown, setShown] = useState(PAGE);
  if (entries === undefined) return <Leaf name={name} value={value} />;
  const [begin, end] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const label = name === undefined ? '' : `${safeText(name)}: `;
  return (
    <div className={classes.node}>
      <button type="button" className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span aria-hidden="true" className={classes.sign}>
          {open ? '▾' : '▸'}
        </span>
        <span className={classes.name}>{label}</span>
        {begin}
        {open ? '' : ` ${t('tree.members', { count: entries.length })} ${end}`}
      </button>
      {open ? (
        <>
          <ul>
            {entries.slice(0, shown).map(([key, member]) => (
              <li key={key}>
                <JsonTree value={member} name={key} depth={depth + 1} />
              </li>
            ))}
          </ul>
          {entries.length > shown ? (
            <button type="button" className={classes.more} onClick={() => setShown(shown + PAGE * 5)}>
              {t('tree.more', { count: entries.length - shown })}
            </button>
          ) : null}
          <span>{end}</span>
        </>
      ) : null}
    </div>
  );
}

function Leaf({ name, value }: { readonly name: string | undefined; readonly value: unknown }) {
  const t = useWords('raw-api');
  const [whole, setWhole] = useState(false);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const long = !whole && text.length > LONG;
  return (
    <span className={classes.leaf}>
      {name === undefined ? null : <span className={classes.name}>{safeText(name)}: </span>}
      <span data-type={value === null ? 'null' : typeof value} className={classes.value}>
        {safeText(typeof value === 'string' ? JSON.stringify(long ? `${text.slice(0, LONG)}…` : text) : text)}
      </span>
      {long ? (
        <button type="button" className={classes.more} onClick={() => setWhole(true)}>
          {t('tree.whole', { count: text.length })}
        </button>
      ) : null}
      <CopyButton text={text} label={t('tree.copy', { name: safeText(name ?? '') })} />
    </span>
  );
}

/** undefined: a value without members */
function membersOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Array.isArray(value) ? value.map((item, index) => [String(index), item] as const) : Object.entries(value);
}
