import { IdCard } from 'lucide-react';
import { listAt, textAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { linkTo } from './pointers.ts';

export default defineKind({
  resources: ['v1/serviceaccounts'],
  group: 'access',
  order: 10,
  icon: IdCard,
  facts: (account) => {
    const { namespace, name } = account.metadata;
    const secrets = (path: string) =>
      listAt(account, path).map((item) => linkTo('', 'Secret', textAt(item, 'name'), namespace));
    return [
      { label: 'fact.userName', value: `system:serviceaccount:${namespace ?? ''}:${name}` },
      { label: 'fact.secrets', value: secrets('secrets') },
      { label: 'fact.imagePullSecrets', value: secrets('imagePullSecrets') },
      { label: 'fact.automount', value: textAt(account, 'automountServiceAccountToken') },
    ];
  },
});
