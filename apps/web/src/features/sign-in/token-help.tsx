import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../ui/copy-button.tsx';
import classes from './sign-in.module.css';

const COMMANDS = [
  'kubectl create serviceaccount quarterdeck -n default',
  'kubectl create clusterrolebinding quarterdeck --clusterrole=view --serviceaccount=default:quarterdeck',
  'kubectl create token quarterdeck -n default',
] as const;

/** Where a token comes from, in three commands. */
export function TokenHelp() {
  const { t } = useTranslation('sign-in');
  return (
    <details className={classes.help}>
      <summary>{t('help.title')}</summary>
      <p>{t('help.intro')}</p>
      <ol className={classes.commands}>
        {COMMANDS.map((command) => (
          <li key={command}>
            <code>{command}</code>
            <CopyButton text={command} label={t('help.copy')} />
          </li>
        ))}
      </ol>
      <p>{t('help.old')}</p>
    </details>
  );
}
