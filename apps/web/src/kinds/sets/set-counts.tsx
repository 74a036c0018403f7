import { useWords } from '../../ui/use-words.ts';
import classes from './sets.module.css';

/** Numbers of pods side by side; the names are keys of `count` in namespace "sets". */
export function SetCounts({ counts }: { readonly counts: Readonly<Record<string, number>> }) {
  const t = useWords('sets');
  return (
    <dl className={classes.counts}>
      {Object.entries(counts).map(([name, number]) => (
        <div key={name}>
          <dt>{t(`count.${name}`)}</dt>
          <dd>{number}</dd>
        </div>
      ))}
    </dl>
  );
}
