import { contentDisposition } from "../routing/content-disposition.ts";
import type { TableFormat } from "../../contract/tables/table-formats.ts";

export const TABLE_TYPES: Readonly<Record<TableFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  jsonl: "application/x-ndjson; charset=utf-8",
  parquet: "application/vnd.apache.parquet",
};

/** Has a browser save it under a name. @param name plain ASCII but for what a project has named */
export function saveAs(name: string): Readonly<Record<string, string>> {
  return { "content-disposition": contentDisposition("attachment", name) };
}
