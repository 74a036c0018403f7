import type { ComponentProps } from 'react';
import ApplyPage from '../../features/apply/apply-page.tsx';
import { useSchemaSource } from '../../kinds/use-schema-source.ts';

/** The apply page with the schemas that the kinds know of. Loaded lazily, hence the default export. */
export default function ApplyPageParts(props: Omit<ComponentProps<typeof ApplyPage>, 'schemas'>) {
  return <ApplyPage {...props} schemas={useSchemaSource(props.cluster)} />;
}
