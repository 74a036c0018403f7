import { useTranslation } from 'react-i18next';
import { decodeToken } from '../../api/decode-token.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './sign-in.module.css';

/** Of a token that was refused: who made it and for whom, which is most often what is wrong with it. Nothing of one that is no JWT. */
export function TokenFacts({ token }: { readonly token: string }) {
  const { t } = useTranslation('sign-in');
  const { issuer, audiences, subject } = decodeToken(token);
  if (issuer === '' && audiences.length === 0) return null;
  const items = [
    { id: 'issuer', label: t('token.says.issuer'), value: safeText(issuer || '–') },
    { id: 'audience', label: t('token.says.audience'), value: safeText(audiences.join(', ') || '–') },
    { id: 'subject', label: t('token.says.subject'), value: safeText(subject || '–') },
  ];
  return (
    <section className={classes.says} aria-label={t('token.says.title')}>
      <h2 className={classes.heading}>{t('token.says.title')}</h2>
      <FactList items={items} />
      <p className={classes.hint}>{t('token.says.hint')}</p>
    </section>
  );
}
