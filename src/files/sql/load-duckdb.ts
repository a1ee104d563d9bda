import type * as DuckDb from "@duckdb/node-api";
import { AppError } from "../../core/errors/app-error.ts";

/** Loaded when it is first needed: 70 MB that most commands do without. @throws AppError PACKAGE_MISSING */
export async function loadDuckDb(
  load: () => Promise<typeof DuckDb> = () => import("@duckdb/node-api"),
): Promise<typeof DuckDb> {
  try {
    return await load();
  } catch (error) {
    throw new AppError("PACKAGE_MISSING", "Queries need DuckDB, which is not installed for this platform", {
      hint: "Install it beside Nightgrid: npm install @duckdb/node-api@1.5.5-r.5.",
      cause: error,
    });
  }
}
