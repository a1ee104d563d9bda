import { Link } from "wouter";
import { cellHref } from "../../../app/go.ts";
import type { Sweep } from "../../../api/shapes.ts";
import type { Column } from "../../../components/table/table.tsx";
import { formatParam } from "../../../format/numbers.ts";
import type { Picked } from "./use-picked.ts";

/** What every row of a table of cells has. */
export interface CellRow {
  readonly cell: number;
  readonly params: Readonly<Record<string, unknown>>;
}

export function pickColumn<Row extends CellRow>({ cells, toggle }: Picked): Column<Row> {
  return {
    id: "pick",
    label: <span className="hidden-text">Pick</span>,
    width: "20px",
    cell: ({ cell }) => (
      <input
        type="checkbox"
        aria-label={`Pick cell ${cell} to compare`}
        checked={cells.includes(cell)}
        onChange={() => toggle(cell)}
      />
    ),
  };
}

export function cellColumn<Row extends CellRow>({ run_id: run, backtest }: Sweep): Column<Row> {
  return {
    id: "cell",
    label: "cell",
    width: "80px",
    narrowWidth: "64px",
    cell: ({ cell }) => <Link href={cellHref(run, backtest, cell)}>{cell}</Link>,
  };
}

export function paramColumns<Row extends CellRow>({ axes }: Sweep): readonly Column<Row>[] {
  return axes.map(({ name }, place) => ({
    id: `param.${name}`,
    label: name,
    width: "minmax(52px, 0.7fr)",
    isNumber: true,
    wideOnly: place > 1,
    cell: ({ params }) => formatParam(params[name] ?? ""),
  }));
}
