import '../../ui/more-styles.ts';
import '@mantine/core/styles/Checkbox.css';
import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import { Suspense } from 'react';
import type { WizardName } from '../../api/addresses.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { useWords } from '../../ui/use-words.ts';
import { BindingWizard } from './binding/binding-wizard.tsx';
import { LoginWizard } from './login/login-wizard.tsx';
import { RoleWizard } from './role/role-wizard.tsx';
import { TokenWizard } from './token/token-wizard.tsx';
import { ViewAsWizard } from './view-as/view-as-wizard.tsx';
import type { WizardProps } from './wizard-props.ts';
import classes from './wizards.module.css';

const OWN = ['deploy', 'command'];

const WIZARDS = {
  login: LoginWizard,
  role: RoleWizard,
  binding: BindingWizard,
  token: TokenWizard,
  'view-as': ViewAsWizard,
  deploy: lazyWithWords(OWN, () => import('./deploy/deploy-wizard.tsx')),
  expose: lazyWithWords(OWN, () => import('./expose/expose-wizard.tsx')),
  copy: lazyWithWords(OWN, () => import('./copy/copy-wizard.tsx')),
  switch: lazyWithWords(OWN, () => import('./copy/switch-wizard.tsx')),
} as const;

/** A wizard: its form at the left, what it will do at the right. Loaded lazily, hence the default export. */
export default function WizardPage({ wizard, ...props }: WizardProps & { readonly wizard: WizardName }) {
  const t = useWords('wizards');
  const Wizard = WIZARDS[wizard];
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>{t(`title.${wizard}`)}</h1>
      <p className={classes.intro}>{t(`intro.${wizard}`)}</p>
      <Suspense>
        <Wizard {...props} />
      </Suspense>
    </div>
  );
}
