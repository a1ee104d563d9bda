import type { AccessSettings } from "../access/access-settings.ts";
import type { LoadContext } from "../app/dags/dag-folder.ts";
import type { Project } from "../app/project.ts";
import type { LoadedDag } from "../factory/check-dag.ts";
import type { PriceSources } from "../runs/ingest/ingest-deps.ts";
import type { DagSummaries } from "../runs/query/home/dag-summaries.ts";
import type { KeepFound } from "../runs/query/run-summary.ts";
import type { SweepReader } from "../runs/query/sweep/sweep-reader.ts";
import type { LiveEvents } from "./live/live-events.ts";

/** What the API is served from: a project that is open, and what is kept between requests. */
export interface ApiService {
  readonly project: Project;
  readonly context: LoadContext;
  /** The DAG files as they lie there; read again only as far as they have changed. */
  readonly readDags: () => Promise<readonly LoadedDag[]>;
  readonly live: LiveEvents;
  readonly sweeps: SweepReader;
  readonly summaries: DagSummaries;
  readonly keepFound: KeepFound;
  /** Where prices can be fetched from. */
  readonly prices: PriceSources;
  /** Who is let in, and how. */
  readonly access: AccessSettings;
}
