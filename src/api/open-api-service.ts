import type { AccessSettings } from "../access/access-settings.ts";
import { sourcesOf } from "../app/data/ingest-deps.ts";
import type { ServeOptions } from "../app/service/api-port.ts";
import { createDagSummaries } from "../runs/query/home/dag-summaries.ts";
import { createFoundCellsCache } from "../runs/query/run/found-cells-cache.ts";
import { createSweepReader } from "../runs/query/sweep/sweep-reader.ts";
import type { ApiService } from "./api-service.ts";
import { openLiveEvents } from "./live/live-events.ts";

/** What the API of an open project is served from; its `live` is to be closed. */
export async function openApiService(
  { project, context, readDags }: Omit<ServeOptions, "listen">,
  access: AccessSettings,
): Promise<ApiService> {
  const { database, log } = project.deps;
  const live = await openLiveEvents(database, log);
  const sweeps = createSweepReader(database);
  const summaries = createDagSummaries(database);
  const keepFound = createFoundCellsCache();
  const prices = { sources: sourcesOf(project), env: project.env };
  return { project, context, prices, readDags, live, sweeps, summaries, keepFound, access };
}
