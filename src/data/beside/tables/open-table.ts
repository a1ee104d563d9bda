import type { DataReading } from "../../../core/spec/data-reading.ts";
import type { QueryTable, TableSpec } from "../../../core/spec/beside-spec.ts";
import { findTable } from "../../catalogue/table-entry.ts";
import { openRows } from "../../files/open-rows.ts";
import type { RowSource } from "../../files/row-source.ts";
import { readDataFile } from "../../formats/read-data-file.ts";

/** A table beside the prices, opened. */
export interface OpenTable {
  readonly rows: RowSource;
  /** Whether the order of its rows says anything: those of a query come in whatever order the database has them at that moment. */
  readonly isOrdered: boolean;
  /** For messages, before the line: a path, or what else people know it by. Lines of a query are its rows. */
  readonly place: string;
  /** How its cells are to be read: as its catalogue says, and whoever asks says otherwise. */
  readonly reading: DataReading;
  /** Field → header, as its catalogue says; empty of others. */
  readonly columns: Readonly<Record<string, string>>;
}

/** What a table is to whoever opens it. */
export interface TableUse {
  /** Key of `data`, for messages. */
  readonly key: string;
  readonly reading?: DataReading;
}

/**
 * @throws AppError FILE_NOT_FOUND and the like, DATASET_NOT_FOUND, DATASET_INVALID; of a query SOURCE_KEY_MISSING, SOURCE_UNREACHABLE,
 *   SOURCE_KEY_REFUSED, SOURCE_REFUSED
 */
export type OpenTables = (table: TableSpec, use: TableUse) => Promise<OpenTable>;

/** Asks a database that is not our own. @param place for messages */
export type ReadQuery = (query: QueryTable, place: string) => Promise<RowSource>;

export interface TableDeps {
  /** The project's folder. */
  readonly home: string;
  /** Absent where nothing is asked for that needs it. */
  readonly readQuery?: ReadQuery;
}

/** Opens the tables of one reading of data: a query that stands in it twice is asked once, so that its rows are the same. */
export function tableOpener({ home, readQuery }: TableDeps): OpenTables {
  const asked = new Map<string, Promise<RowSource>>();
  const ask = (query: QueryTable, place: string): Promise<RowSource> => {
    if (readQuery === undefined) throw new TypeError(`${place}: nobody asks queries here`);
    const key = JSON.stringify([query.connection, query.sql]);
    const rows = asked.get(key) ?? readQuery(query, place);
    asked.set(key, rows);
    return rows;
  };
  const open: OpenTables = async (table, { key, reading = {} }) => {
    if (typeof table === "string") {
      const rows = await openRows(await readDataFile(table), reading, table);
      return { rows, isOrdered: true, place: table, reading, columns: {} };
    }
    if ("sql" in table) {
      const place = `${key} (query of ${table.connection})`;
      return { rows: await ask(table, place), isOrdered: false, place, reading, columns: {} };
    }
    const { source, columns, reading: own } = await findTable(table.dataset, home);
    const found = await open(source, { key: `${key}: ${table.dataset}`, reading: { ...own, ...reading } });
    return { ...found, columns };
  };
  return open;
}
