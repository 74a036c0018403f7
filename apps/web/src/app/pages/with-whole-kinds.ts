import { type ComponentType, createElement } from 'react';
import { KindsContext } from '../../kinds/kinds-context.ts';

/** Reads a part that shows objects, beside what it needs: kinds with their details, and the styles of its components. */
export async function readWithWholeKinds<Props extends object>(
  read: () => Promise<{ readonly default: ComponentType<Props> }>,
): Promise<{ readonly default: ComponentType<Props> }> {
  const [{ default: Part }, { wholeKinds }] = await Promise.all([
    read(),
    import('../../kinds/whole-kinds.ts'),
    import('../../ui/more-styles.ts'),
  ]);
  return { default: (props) => createElement(KindsContext, { value: wholeKinds }, createElement(Part, props)) };
}
