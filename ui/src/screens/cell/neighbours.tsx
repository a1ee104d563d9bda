import { Link } from "wouter";
import { cellHref } from "../../app/go.ts";
import type { CellDetail } from "../../api/shapes.ts";
import { type Column, Table } from "../../components/table/table.tsx";
import { formatMetric, formatParam } from "../../format/numbers.ts";

type Neighbour = CellDetail["neighbours"][number];

/** The cells one step away on each axis: a good cell among bad ones is luck. */
export function Neighbours({ detail }: { readonly detail: CellDetail }) {
  const { objective, run_id: run, backtest, neighbours, metrics } = detail;
  const own = metrics.find(({ id }) => id === objective.id)?.value ?? null;
  const columns: readonly Column<Neighbour>[] = [
    {
      id: "cell",
      label: "cell",
      width: "90px",
      cell: ({ cell }) => <Link href={cellHref(run, backtest, cell)}>{cell}</Link>,
    },
    {
      id: "step",
      label: "differs in",
      width: "minmax(120px, 1fr)",
      cell: ({ axis, step, param }) => (
        <>
          {step === "down" ? "↓" : "↑"} {axis} <b>{formatParam(param)}</b>
        </>
      ),
    },
    {
      id: "value",
      label: objective.label,
      width: "minmax(80px, 1fr)",
      isNumber: true,
      cell: ({ value, reason }) =>
        value === null ? (
          <span className="soft">– {reason?.replaceAll("_", " ")}</span>
        ) : (
          formatMetric(value, objective.unit)
        ),
    },
    {
      id: "change",
      label: "against this one",
      width: "minmax(80px, 1fr)",
      isNumber: true,
      wideOnly: true,
      cell: ({ value }) => (value === null || own === null ? "" : formatMetric(value - own, objective.unit)),
    },
  ];
  return (
    <section className="card" aria-label="Neighbours">
      <Table
        label="Neighbours"
        rows={neighbours}
        columns={columns}
        rowKey={({ axis, step }) => `${axis} ${step}`}
        height="none"
      />
    </section>
  );
}
