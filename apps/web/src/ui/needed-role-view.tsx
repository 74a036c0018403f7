import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ownPath } from '../api/base-path.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { CopyButton } from './copy-button.tsx';
import { FactList } from './fact-list.tsx';
import { type ForbiddenFacts, resourceParts } from './forbidden-facts.ts';
import { canICommand, neededRole } from './needed-role.ts';
import classes from './problem-view.module.css';
import { safeText } from './safe-text.ts';

const WhoHasIt = lazyWithWords(['access', 'problems'], () => import('./access/who-has-it.tsx'));

/**
 * What was missing, part by part; how kubectl asks for it; who has it, as far as the person may read that; and what an admin would apply
 * to give it. Loaded lazily, hence the default export.
 */
export default function NeededRoleView({ facts }: { readonly facts: ForbiddenFacts }) {
  const { t } = useTranslation('problems');
  const { yaml, commands } = neededRole(facts);
  const { user, verb, resource, namespace, name } = facts;
  const isPath = resource.startsWith('/');
  const { group, plural, subresource } = resourceParts(resource);
  const question = isPath ? { verb, path: resource } : { verb, group, resource: plural, subresource, namespace, name };
  const command = canICommand(facts);
  const cluster = clusterHere();
  const parts = isPath
    ? [['path', resource] as const]
    : [
        ['group', group === '' ? t('view.right.core') : group] as const,
        ['resource', subresource === undefined ? plural : `${plural}/${subresource}`] as const,
        ['name', name ?? t('view.right.anyName')] as const,
        ['namespace', namespace ?? t('view.right.wholeCluster')] as const,
      ];
  return (
    <>
      <FactList
        items={[['user', user] as const, ['verb', verb] as const, ...parts].map(([id, value]) => ({
          id,
          label: t(`view.right.${id}`),
          value: safeText(value),
        }))}
      />
      <p className={classes.hint}>{t('view.canI')}</p>
      <div className={classes.raw}>
        <pre>{safeText(command)}</pre>
        <CopyButton text={command} label={t('view.copyCanI')} />
      </div>
      {cluster === undefined ? null : (
        <>
          <p className={classes.hint}>{t('view.whoHasIt')}</p>
          <Suspense fallback={null}>
            <WhoHasIt cluster={cluster} question={question} />
          </Suspense>
        </>
      )}
      <p className={classes.hint}>
        {t('view.smallest')}. {t('view.roleHint')}
      </p>
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

/** The cluster of the page: a refusal does not say whose it is, and is shown where it was met. */
function clusterHere(): string | undefined {
  const segment = /^\/clusters\/([^/]+)/.exec(ownPath(window.location.pathname))?.[1];
  return segment === undefined ? undefined : decodeURIComponent(segment);
}
