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
  /** CSS class: a colour step, `gain`, `loss` or empty. */
  readonly tone: string;
  readonly numeric: boolean;
}

export function textCell(text: string): Cell {
  return { text, hint: null, tone: "", numeric: false };
}

export function numberCell(
  text: string,
  options: { readonly hint?: string | null; readonly tone?: string } = {},
): Cell {
  return { text, hint: options.hint ?? null, tone: options.tone ?? "", numeric: true };
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
