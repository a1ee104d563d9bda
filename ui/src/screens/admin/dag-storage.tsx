import { Link } from "wouter";
import { useMemo } from "react";
import { type Column, Table } from "../../components/table/table.tsx";
import { formatBytes } from "../../format/numbers.ts";
import { dagHref } from "../../app/go.ts";
import type { Storage } from "../../api/shapes.ts";

type Part = Storage["dags"][number];
type Kind = Part["kind"];

interface DagRow {
  /** Null of results whose runs are gone. */
  readonly dag: string | null;
  readonly bytes: Readonly<Partial<Record<Kind, number>>>;
  readonly together: number;
}

const KINDS: readonly Kind[] = ["artifacts", "series", "trades", "logs", "results"];

const COLUMNS: readonly Column<DagRow>[] = [
  {
    id: "dag",
    label: "DAG",
    width: "minmax(160px, 2fr)",
    cell: ({ dag }) =>
      dag === null ? (
        <span className="clip">runs are gone</span>
      ) : (
        <Link className="clip" href={dagHref(dag)}>
          {dag}
        </Link>
      ),
  },
  ...KINDS.map(
    (kind): Column<DagRow> => ({
      id: kind,
      label: kind,
      width: "minmax(80px, 1fr)",
      isNumber: true,
      wideOnly: true,
      cell: ({ bytes }) => (bytes[kind] === undefined ? "" : formatBytes(bytes[kind])),
    }),
  ),
  {
    id: "together",
    label: "together",
    width: "100px",
    isNumber: true,
    cell: ({ together }) => formatBytes(together),
  },
];

/** What runs take in files, logs and results: the DAG that takes most first. */
export function DagStorage({ parts }: { readonly parts: readonly Part[] }) {
  const rows = useMemo(() => rowsOf(parts), [parts]);
  return (
    <section className="card" aria-label="By DAG">
      <header>
        <h2>By DAG</h2>
      </header>
      {rows.length === 0 ? (
        <p className="body">No run has left anything yet.</p>
      ) : (
        <Table label="What runs take" rows={rows} columns={COLUMNS} rowKey={({ dag }) => dag ?? ""} height="40vh" />
      )}
    </section>
  );
}

function rowsOf(parts: readonly Part[]): readonly DagRow[] {
  const rows = [...Map.groupBy(parts, ({ dag }) => dag)].map(([dag, own]) => ({
    dag,
    bytes: Object.fromEntries(own.map(({ kind, bytes }) => [kind, bytes])),
    together: own.reduce((sum, { bytes }) => sum + bytes, 0),
  }));
  return rows.toSorted((a, b) => b.together - a.together);
}
