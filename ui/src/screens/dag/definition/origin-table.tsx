import type { ExplainedValue } from "../../../api/shapes.ts";
import { type Column, Table } from "../../../components/table/table.tsx";

const COLUMNS: readonly Column<ExplainedValue>[] = [
  { id: "path", label: "value", width: "minmax(140px, 1fr)", cell: ({ path }) => <code>{path}</code> },
  {
    id: "is",
    label: "is",
    width: "minmax(100px, 1.4fr)",
    cell: ({ value }) => <code title={JSON.stringify(value)}>{JSON.stringify(value)}</code>,
  },
  {
    id: "origin",
    label: "from",
    width: "minmax(90px, 1fr)",
    cell: ({ origin }) =>
      origin === "default" ? (
        <span className="soft">default</span>
      ) : (
        <span title={origin.file}>{`${origin.file.split("/").at(-1)}:${origin.line}`}</span>
      ),
  },
];

/** Every value that counts, and who gave it. */
export function OriginTable({ values }: { readonly values: readonly ExplainedValue[] }) {
  return (
    <section className="card" aria-labelledby="origins">
      <header>
        <h2 id="origins">Where values come from</h2>
      </header>
      <Table
        label="Values and their origins"
        rows={values}
        columns={COLUMNS}
        rowKey={({ path }) => path}
        rowHeight={28}
        height="360px"
      />
    </section>
  );
}
