import type { Page } from "../../../runs/query/pages/page.ts";
import type { RunRow } from "../../../store/run/runs.ts";
import type { ServiceDocuments } from "../../service-documents.ts";
import { listedRunJson } from "../run-json.ts";

export function runPageJson({ items, nextCursor, total }: Page<RunRow>): ServiceDocuments["run_page"] {
  return { items: items.map(listedRunJson), next_cursor: nextCursor, total: totalJson(total) };
}

export function totalJson({ count, atLeast }: Page<unknown>["total"]): { count: number; at_least: boolean } {
  return { count, at_least: atLeast };
}
