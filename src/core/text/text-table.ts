export interface TextTableOptions {
  /** Columns whose texts start at the left; the others are right-aligned, as numbers want it. */
  readonly leftColumns?: readonly number[];
}

/** Lines of a table, columns two spaces apart; the first row is the header. Every row has as many texts as it. */
export function textTable(
  rows: readonly (readonly string[])[],
  { leftColumns = [] }: TextTableOptions = {},
): readonly string[] {
  const [header = []] = rows;
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const pad = (text: string, column: number): string => {
    const width = widths[column] ?? 0;
    return leftColumns.includes(column) ? text.padEnd(width) : text.padStart(width);
  };
  return rows.map((row) => row.map(pad).join("  ").trimEnd());
}
