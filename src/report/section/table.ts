/** A table as the template prints it; every text is escaped there. */
export interface Table {
  /** CSS class of the table. */
  readonly kind: string;
  readonly title: string;
  readonly note: string | null;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Said in place of the rows when there are none. */
  readonly empty: string;
  /** Lets the reader sort by a click on a heading. */
  readonly sortable: boolean;
  /** Rows shown before "show all"; null shows all of them. */
  readonly collapsedTo: number | null;
}

export interface Column {
  readonly label: string;
  readonly numeric: boolean;
}

export interface Row {
  /** CSS class: `group`, `best` or empty. */
  readonly kind: string;
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly text: string;
  /** Tooltip. */
  readonly hint: string | null;
  /** CSS classes: `n` for numbers, a colour step, `gain`, `loss`, `muted`. */
  readonly classes: string;
}

interface CellOptions {
  readonly hint?: string | null;
  /** A CSS class; empty for none. */
  readonly tone?: string;
}

export function textCell(text: string, { hint = null, tone = "" }: CellOptions = {}): Cell {
  return { text, hint, classes: tone };
}

export function numberCell(text: string, { hint = null, tone = "" }: CellOptions = {}): Cell {
  return { text, hint, classes: tone === "" ? "n" : `n ${tone}` };
}

/** `gain`, `loss` or nothing, by the sign. */
export function toneOf(value: number): string {
  return value > 0 ? "gain" : value < 0 ? "loss" : "";
}

export function textColumn(label: string): Column {
  return { label, numeric: false };
}

export function numberColumn(label: string): Column {
  return { label, numeric: true };
}
