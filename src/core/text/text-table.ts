import stringWidth from "string-width";

export interface TextTableOptions {
  /** Columns whose texts start at the left; the others are right-aligned, as numbers want it. */
  readonly leftColumns?: readonly number[];
}

/** Lines of a table as a terminal shows it (a sign of Chinese is two columns wide), columns two spaces apart; the first row is the header. Every row has as many texts as it. */
export function textTable(
  rows: readonly (readonly string[])[],
  { leftColumns = [] }: TextTableOptions = {},
): readonly string[] {
  const [header = []] = rows;
  // Of any number of rows: as many arguments no function takes.
  const widths = header.map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, stringWidth(row[column] ?? "")), 0),
  );
  const pad = (text: string, column: number): string => {
    const space = " ".repeat((widths[column] ?? 0) - stringWidth(text));
    return leftColumns.includes(column) ? text + space : space + text;
  };
  return rows.map((row) => row.map(pad).join("  ").trimEnd());
}
