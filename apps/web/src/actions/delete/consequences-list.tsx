import type { Finding } from '../../kinds/deletion.ts';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './delete-form.module.css';
import type { Consequences } from './use-consequences.ts';

/** What the objects themselves tell of their deletion; of several, each with its name. */
export function ConsequencesList({ consequences }: { readonly consequences: Consequences }) {
  const t = useWords('deletion');
  const { known, looking, rest } = consequences;
  const told = known.filter(({ findings }) => findings.length > 0);
  const single = known.length + rest === 1;
  return (
    <div aria-live="polite" aria-busy={looking}>
      {told.length === 0 ? null : (
        <ul className={classes.findings}>
          {told.map(({ target: { ref }, findings }) =>
            single ? (
              findings.map((finding) => <FindingLine key={keyOf(finding)} finding={finding} />)
            ) : (
              <li key={`${ref.resource.resource}.${ref.resource.group}/${ref.namespace ?? ''}/${ref.name}`}>
                <code>
                  {safeText(ref.resource.kind)} {safeText(ref.name)}
                </code>
                <ul className={classes.findings}>
                  {findings.map((finding) => (
                    <FindingLine key={keyOf(finding)} finding={finding} />
                  ))}
                </ul>
              </li>
            ),
          )}
        </ul>
      )}
      {looking ? <p className={classes.looking}>{t('looking')}</p> : null}
      {!looking && rest > 0 ? <p className={classes.looking}>{t('rest', { count: rest })}</p> : null}
    </div>
  );
}

const keyOf = ({ key, values }: Finding) => `${key} ${JSON.stringify(values ?? {})}`;

/** A finding as a line: what it is about, and the sentence. */
export function FindingLine({ finding: { about, key, values } }: { readonly finding: Finding }) {
  const t = useWords('deletion');
  return (
    <li className={classes.finding} data-about={about}>
      <span className={classes.about}>{t(`about.${about}`)}</span> {safeText(t(key, { ...values }))}
    </li>
  );
}
