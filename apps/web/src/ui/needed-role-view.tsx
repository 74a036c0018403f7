import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button.tsx';
import type { ForbiddenFacts } from './forbidden-facts.ts';
import { neededRole } from './needed-role.ts';
import classes from './problem-view.module.css';
import { safeText } from './safe-text.ts';

/** What an admin would apply to give the missing right; loaded lazily, hence the default export. */
export default function NeededRoleView({ facts }: { readonly facts: ForbiddenFacts }) {
  const { t } = useTranslation('problems');
  const { yaml, commands } = neededRole(facts);
  return (
    <>
      <p className={classes.hint}>{t('view.roleHint')}</p>
      <div className={classes.raw}>
        <pre>{safeText(yaml)}</pre>
        <CopyButton text={yaml} label={t('view.copyRole')} />
      </div>
      <div className={classes.raw}>
        <pre>{safeText(commands.join('\n'))}</pre>
        <CopyButton text={commands.join('\n')} label={t('view.copyCommands')} />
      </div>
    </>
  );
}
