import type { BarPage } from "../../api/shapes.ts";
import { type Column, Table } from "../../components/table/table.tsx";
import { Time } from "../../components/time.tsx";
import { formatPrice } from "./format-price.ts";

type Bar = BarPage["items"][number];

/** The last bars, as they are known now. */
export function BarTable({ page }: { readonly page: BarPage }) {
  return (
    <section className="card" aria-label="Bars">
      <header>
        <h2>Bars</h2>
      </header>
      <Table label="Bars" rows={page.items} columns={COLUMNS} rowKey={({ time }) => time} height="360px" />
    </section>
  );
}

const COLUMNS: readonly Column<Bar>[] = [
  { id: "time", label: "opens", width: "170px", narrowWidth: "140px", cell: ({ time }) => <Time at={time} /> },
  ...(["open", "high", "low", "close"] as const).map(
    (field): Column<Bar> => ({
      id: field,
      label: field,
      width: "minmax(80px, 1fr)",
      isNumber: true,
      wideOnly: field !== "close",
      cell: (bar) => formatPrice(bar[field]),
    }),
  ),
  {
    id: "volume",
    label: "volume",
    width: "minmax(90px, 1fr)",
    isNumber: true,
    cell: ({ volume }) => formatPrice(volume),
  },
];
