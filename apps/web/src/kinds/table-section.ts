import type { Section, SectionTable } from './define-kind.ts';

/** A section that is one table; its title is `section.<id>`. */
export function tableSection({ id, ...table }: { readonly id: string } & SectionTable): Section {
  return { id, title: `section.${id}`, content: { table } };
}
