import type { LucideIcon } from 'lucide-react';
import type { ComponentType, LazyExoticComponent } from 'react';
import type { Action } from '../actions/define-action.ts';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../api/kube-object.ts';
import type { ListSearch } from '../api/list-search.ts';
import type { Pointer } from '../api/pointer.ts';
import type { LiveSource } from '../live/live-source.ts';
import type { Row } from '../live/row.ts';
import type { CellDrawing } from '../ui/cell-drawing.ts';
import type { Cell } from '../ui/cell-view.tsx';
import type { Words } from '../ui/use-words.ts';
import type { Deletion } from './deletion.ts';
import type { Relation } from './relation.ts';

/** Groups of the sidebar, in its order; custom resources come last and are filled by discovery. */
export const SIDEBAR_GROUPS = ['workloads', 'network', 'config', 'access', 'cluster', 'custom'] as const;
export type SidebarGroup = (typeof SIDEBAR_GROUPS)[number];

/** ● ok, ◐ progressing, ▲ warning, ✕ failed, ○ stopped, ? unknown */
export type Health = 'ok' | 'progressing' | 'warning' | 'failed' | 'stopped' | 'unknown';

/** good: it should be True · bad: it should be False · neutral: neither is better */
export type ConditionSense = 'good' | 'bad' | 'neutral';

/** What a list cell is computed from: the row, the server's column names and the fields this kind asked for. */
export interface RowView {
  readonly row: Row;
  /** the cell of the server's column of that name, "" when there is none */
  cell(columnName: string): string;
  /** the field of that path; undefined when the kind did not list it in `fields` or the object lacks it */
  field(path: string): unknown;
  /** whether the list asks for that field: where it does not (see `fields`), a field that is not there says nothing */
  reads(path: string): boolean;
}

/** A column beside the server's own (or in place of one of the same header). */
export interface ExtraColumn {
  readonly id: string;
  /** a word of the server's sort ("Last Seen"), which is not translated */
  readonly header: string;
  /** i18n key in namespace "kinds" of the header, where it is a word of ours */
  readonly title?: string;
  /** shown only when wide columns are on */
  readonly wide?: boolean;
  readonly align?: 'start' | 'end';
  /**
   * field paths that this column is made of; they travel only while it is shown. With one outside of metadata the column is left
   * out over all namespaces until it is chosen (in place of one of the server's: that one stands instead). Those that begin with "@"
   * are no fields of the object: the kind's `beside` fills them
   */
  readonly fields?: readonly string[];
  /** "/pods": of which objects its "@" fields are made. Where the cluster has many of them, or none, it is left out until it is chosen */
  readonly of?: string;
  /** what is shown, filtered by, exported */
  text(view: RowView): string;
  /** default: the text, read as a number, age, ratio or quantity where it is one */
  sortValue?(view: RowView): number | string;
  /** epoch seconds: the cell is the time since then, which ticks, and sorts by it; the text stands where it is unknown */
  since?(view: RowView): number | undefined;
  /** a small picture beside the text */
  draw?(view: RowView): CellDrawing | undefined;
  /** what the tooltip and screen readers say in place of the text: what the picture shows, say; "" for nothing more */
  describe?(view: RowView, t: Words): string;
  /** the object that the text names, or an address (http, https) outside of the cluster */
  link?(view: RowView): Pointer | string | undefined;
}

/** What is asked of {@link KindDefinition.beside}. */
export interface BesideInput {
  readonly cluster: string;
  /** of the list; null: all, or a cluster-wide kind */
  readonly namespaces: readonly string[] | null;
  /** what the cluster serves */
  readonly resources: readonly DiscoveredResource[];
  readonly source: LiveSource;
  /** the "@" fields of the columns that are shown */
  readonly paths: readonly string[];
  /** takes what makes the values of a row, in the order of the paths, whenever one of them has changed */
  tell(valuesOf: (row: Row, field: (path: string) => unknown) => readonly unknown[]): void;
}

/** What every list of a kind is given by its page. */
export interface ListViewProps {
  readonly cluster: string;
  readonly resource: DiscoveredResource;
  /** null: all namespaces, or a cluster-wide kind */
  readonly namespaces: readonly string[] | null;
  /** names the visit, an entry of the browser's history: Back finds the list as it was left */
  readonly visit: string;
  readonly search: ListSearch;
  /** takes a change of the list's state for the address; "" takes a value away */
  readonly onSearch: (patch: Partial<ListSearch>) => void;
  /** shows an object beside the list; undefined: rows open as pages only */
  readonly panel?: ComponentType<{ readonly target: ObjectRef }> | undefined;
}

export interface DetailProps {
  readonly target: ObjectRef;
  readonly object: KubeObject;
}

type DetailComponent = ComponentType<DetailProps> | LazyExoticComponent<ComponentType<DetailProps>>;

/** A line of the overview beside the metadata that every object has. Lines without text are left out. */
export interface Fact {
  /** i18n key in namespace "kinds" */
  readonly label: string;
  readonly value: Cell | readonly Cell[];
}

/** A table of a section, as data. */
export interface SectionTable {
  /** i18n keys in namespace "kinds" of the headers */
  readonly columns: readonly string[];
  /** the columns whose texts are copied by a button: what is typed elsewhere */
  readonly copied?: readonly string[];
  /** cells in the order of the columns; a section without rows is hidden */
  rows(object: KubeObject): readonly (readonly (Cell | readonly Cell[])[])[];
}

/** A panel of the detail page's overview: a table, or a component of its own (lazy). */
export interface Section {
  readonly id: string;
  /** i18n key in namespace "kinds" */
  readonly title: string;
  readonly content: { readonly table: SectionTable } | { readonly component: DetailComponent };
  /** hidden when false */
  applies?(object: KubeObject): boolean;
}

/** A tab of the detail page that is truly another view (logs, shell); overview, yaml and events are on every page. */
export interface Tab {
  readonly id: string;
  /** i18n key in namespace "kinds" */
  readonly title: string;
  readonly component: DetailComponent;
}

export interface KindDefinition {
  /** resource strings, newest version first ("batch/v1/cronjobs", "batch/v1beta1/cronjobs"): discovery picks what is served */
  readonly resources: readonly string[];
  readonly group: SidebarGroup;
  /** place within the group; kinds without a file come after, by name */
  readonly order: number;
  readonly icon: LucideIcon;
  /** its list opens by g and this letter, and the palette looks for its objects by name */
  readonly goKey?: string;
  /** its names say nothing to people: the palette looks among them only when the kind is typed first */
  readonly unsought?: boolean;
  /**
   * field paths that make `health` finer and give columns pictures and words; they travel with each row. Over all namespaces those
   * outside of metadata do not, as they take whole objects: health and the texts of columns must do without (`RowView.reads`)
   */
  readonly fields?: readonly string[];
  readonly columns?: readonly ExtraColumn[];
  /** follows what columns say of other objects than the row's own until it is stopped; loaded while such a column is shown */
  readonly beside?: () => Promise<{ follow(input: BesideInput): () => void }>;
  /** id of the column (of the server's: its name in small letters with "-") that the list is sorted by until the person chooses, with a leading "-" when descending */
  readonly defaultSort?: string;
  /** name of the server's column that carries the status and so gets the health mark; default "Status" when there is one */
  readonly statusColumn?: string;
  /** stands in the list of workloads of all kinds: each object, or those only that no other object controls */
  readonly workload?: 'each' | 'unowned';
  /** a list of its own (lazy), in place of the generic one, which stays one click away */
  readonly list?: LazyExoticComponent<ComponentType<ListViewProps>>;
  health?(view: RowView): Health;
  /** a sentence for the title row of the detail page, in the person's language */
  readonly statusSentence?: (
    object: KubeObject,
    t: (key: string, values?: Record<string, unknown>) => string,
  ) => string;
  /** below that sentence, where there is more to say in short */
  readonly headline?: DetailComponent;
  /** facts of this kind for the overview */
  facts?(object: KubeObject): readonly Fact[];
  /** top-level fields whose values are secret: masked until the person reveals them, in YAML and its copies too */
  readonly secretFields?: readonly string[];
  /** programs read what is in it when they start: its page says that those who use it may still have what it was */
  readonly readAtStart?: boolean;
  /**
   * fields that the API server lets nobody change although their schema does not say so; "[]" stands for an item of a list.
   * For the editor's marks: the server's answer is the law
   */
  readonly immutable?: readonly string[];
  readonly sections?: readonly Section[];
  readonly tabs?: readonly Tab[];
  readonly actions?: readonly Action[];
  /** which other objects it makes, picks and names */
  readonly relations?: readonly Relation[];
  /** what it means that a condition of that type is True; where nothing is said its name decides */
  readonly conditions?: Readonly<Record<string, ConditionSense>>;
  /** what the dialog says that deletes such an object */
  readonly deletion?: Deletion;
}

/** Marks a kind file's default export; one file `<kind>.kind.tsx` per kind, found by import.meta.glob. */
export function defineKind(definition: KindDefinition): KindDefinition {
  return definition;
}
