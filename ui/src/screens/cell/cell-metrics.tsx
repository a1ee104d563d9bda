import type { CellDetail } from "../../api/shapes.ts";
import { type Column, Table } from "../../components/table/table.tsx";
import { formatCount, formatMetric } from "../../format/numbers.ts";

type Metric = CellDetail["metrics"][number];

const COLUMNS: readonly Column<Metric>[] = [
  { id: "label", label: "metric", width: "minmax(120px, 1.4fr)", cell: ({ label }) => label },
  {
    id: "value",
    label: "value",
    width: "minmax(90px, 1fr)",
    isNumber: true,
    cell: ({ value, unit, reason }) =>
      value === null ? (
        <span className="soft">– {reason?.replaceAll("_", " ")}</span>
      ) : (
        <b>{formatMetric(value, unit)}</b>
      ),
  },
  {
    id: "rank",
    label: "rank",
    width: "90px",
    isNumber: true,
    cell: ({ rank }) => (rank === null ? "" : formatCount(rank)),
  },
  {
    id: "percentile",
    label: "better than",
    width: "minmax(90px, 1fr)",
    isNumber: true,
    wideOnly: true,
    cell: ({ percentile }) => formatMetric(percentile, "fraction"),
  },
];

export function CellMetrics({
  metrics,
  refused,
}: {
  readonly metrics: readonly Metric[];
  readonly refused: CellDetail["refused"];
}) {
  return (
    <section className="card" aria-label="Metrics">
      <Table label="Metrics" rows={metrics} columns={COLUMNS} rowKey={({ id }) => id} rowHeight={30} height="none" />
      {Object.keys(refused).length > 0 && (
        <p className="body soft">
          Entries that were not filled:{" "}
          {Object.entries(refused)
            .map(([reason, count]) => `${formatCount(count)} ${reason.replaceAll("_", " ")}`)
            .join(", ")}
        </p>
      )}
    </section>
  );
}
