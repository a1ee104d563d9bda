/** Lines of a table with right-aligned columns, two spaces apart; the first row is the header. */
export function textTable(rows: readonly (readonly string[])[]): readonly string[] {
  const [header = []] = rows;
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((text, column) => text.padStart(widths[column] ?? 0)).join("  "));
}
