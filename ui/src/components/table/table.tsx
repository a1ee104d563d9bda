import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type ReactNode, useMemo, useRef } from "react";
import { useKeys } from "../../state/use-keys.ts";
import { useRowSteps } from "./use-row-steps.ts";

export interface Column<Row> {
  readonly id: string;
  readonly label: ReactNode;
  /** A track of a CSS grid: `120px`, `minmax(160px, 2fr)`. */
  readonly width: string;
  /** The same on narrow screens, when it is another. */
  readonly narrowWidth?: string;
  readonly cell: (row: Row) => ReactNode;
  readonly isNumber?: boolean;
  /** Left out on narrow screens. */
  readonly wideOnly?: boolean;
  /** Called when the head is pressed, when rows can be sorted by the column. */
  readonly sort?: () => void;
  readonly sorted?: "ascending" | "descending" | undefined;
}

interface TableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly rowHeight?: number;
  /** Narrower than this it scrolls sideways, pixels. */
  readonly minWidth?: number;
  /** Higher than this it scrolls; a CSS length, or "none" for all rows on the page as long as they are few. */
  readonly height?: string;
}

/** More rows than this scroll in any case: without an end to what is in sight, all of them would exist. */
const WHOLE_ROWS = 60;
const USUAL_HEIGHT = "70vh";

/**
 * Rows of one height, of which only those in sight exist. Each row has a link: `j` and `k` go from one to the next, Enter opens it.
 * The columns' cells may not be higher than the row.
 */
export function Table<Row>({
  label,
  rows,
  columns,
  rowKey,
  rowHeight = 34,
  minWidth = 0,
  height: wanted = USUAL_HEIGHT,
}: TableProps<Row>) {
  const height = wanted === "none" && rows.length > WHOLE_ROWS ? USUAL_HEIGHT : wanted;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  useKeys(useRowSteps(scroller, virtual, rows.length));
  const style = useMemo(() => tracks(columns, { minWidth, height, rowHeight }), [columns, height, minWidth, rowHeight]);
  return (
    <div className="table" style={style}>
      <div className="scroller" ref={scroller} role="group" aria-label={label} tabIndex={rows.length > 0 ? 0 : -1}>
        <div role="table" aria-label={label} aria-rowcount={rows.length + 1}>
          <div role="rowgroup">
            <div className="line head" role="row" aria-rowindex={1}>
              {columns.map((column) => (
                <HeadCell key={column.id} column={column} />
              ))}
            </div>
          </div>
          <div className="body-rows" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const row = rows[index];
              if (row === undefined) return null;
              return (
                <div
                  key={rowKey(row)}
                  className="line"
                  role="row"
                  aria-rowindex={index + 2}
                  data-row={index}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  {columns.map((column) => (
                    <span key={column.id} role="cell" className={classOf(column)}>
                      {column.cell(row)}
                    </span>
                  ))}
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}

function HeadCell<Row>({ column }: { readonly column: Column<Row> }) {
  const { label, sort, sorted } = column;
  return (
    <span role="columnheader" className={classOf(column)} {...(sorted !== undefined && { "aria-sort": sorted })}>
      {sort === undefined ? (
        label
      ) : (
        <button type="button" onClick={sort}>
          {label}
          {sorted !== undefined && <span aria-hidden="true">{sorted === "ascending" ? "↑" : "↓"}</span>}
        </button>
      )}
    </span>
  );
}

function classOf({ isNumber = false, wideOnly = false }: { readonly isNumber?: boolean; readonly wideOnly?: boolean }) {
  return `${isNumber ? "number" : ""} ${wideOnly ? "wide-only" : ""}`.trim();
}

interface Sizes {
  readonly minWidth: number;
  readonly height: string;
  readonly rowHeight: number;
}

interface TableStyle extends CSSProperties {
  readonly [property: `--${string}`]: string;
}

function tracks<Row>(columns: readonly Column<Row>[], sizes: Sizes): TableStyle {
  return {
    "--columns": columns.map(({ width }) => width).join(" "),
    "--columns-narrow": columns
      .filter(({ wideOnly = false }) => !wideOnly)
      .map(({ width, narrowWidth = width }) => narrowWidth)
      .join(" "),
    "--table-width": `${sizes.minWidth}px`,
    "--table-height": sizes.height,
    "--row": `${sizes.rowHeight}px`,
  };
}
