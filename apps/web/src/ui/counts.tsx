import classes from './counts.module.css';

interface CountsProps {
  readonly counts: Readonly<Record<string, number>>;
  /** what a count is called */
  readonly label: (name: string) => string;
}

/** Numbers side by side, each with its name above it. */
export function Counts({ counts, label }: CountsProps) {
  return (
    <dl className={classes.counts}>
      {Object.entries(counts).map(([name, count]) => (
        <div key={name}>
          <dt>{label(name)}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  );
}
