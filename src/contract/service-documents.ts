import type { Static, TSchema } from "typebox";
import { BackfillListSchema } from "./schemas/actions/actions-schema.ts";
import { MeSchema, SignInWaysSchema } from "./schemas/access/access-schema.ts";
import {
  BarPageSchema,
  PriceFetchPageSchema,
  PriceFetchSchema,
  SeriesPageSchema,
} from "./schemas/data/price-service-schema.ts";
import { CompareSchema } from "./schemas/service/compare-schema.ts";
import {
  DagDetailSchema,
  DagGridSchema,
  DagHistorySchema,
  DagTextSchema,
  DagTicksSchema,
} from "./schemas/service/dag-schemas.ts";
import { ListedRunSchema } from "./schemas/run-schema.ts";
import { DefinitionSchema } from "./schemas/service/definition-schema.ts";
import { OverviewSchema } from "./schemas/service/overview-schema.ts";
import { AttemptPageSchema, RunDetailSchema } from "./schemas/service/run-detail-schema.ts";
import { RunPageSchema } from "./schemas/service/run-page-schema.ts";
import { CellDetailSchema, SweepCellsSchema, SweepSchema } from "./schemas/service/sweep-schema.ts";
import { HeatmapSchema, HistogramSchema, ImportanceSchema } from "./schemas/service/sweep-views-schema.ts";
import { FiguresSchema, NightlySchema, QueuesSchema, WorkersSchema } from "./schemas/service/upkeep-schemas.ts";

/** Every document that the service gives besides those of `DOCUMENTS`, by name. Only `api` loads it: see there. */
export const SERVICE_DOCUMENTS = {
  listed_run: ListedRunSchema,
  run_page: RunPageSchema,
  overview: OverviewSchema,
  dag_detail: DagDetailSchema,
  dag_definition: DefinitionSchema,
  dag_text: DagTextSchema,
  dag_grid: DagGridSchema,
  dag_history: DagHistorySchema,
  dag_ticks: DagTicksSchema,
  backfill_list: BackfillListSchema,
  run_detail: RunDetailSchema,
  attempt_page: AttemptPageSchema,
  sweep: SweepSchema,
  sweep_cells: SweepCellsSchema,
  cell_detail: CellDetailSchema,
  heatmap: HeatmapSchema,
  histogram: HistogramSchema,
  importance: ImportanceSchema,
  compare: CompareSchema,
  price_series_page: SeriesPageSchema,
  bar_page: BarPageSchema,
  price_fetch: PriceFetchSchema,
  price_fetch_page: PriceFetchPageSchema,
  workers: WorkersSchema,
  queues: QueuesSchema,
  figures: FiguresSchema,
  nightly: NightlySchema,
  me: MeSchema,
  sign_in_ways: SignInWaysSchema,
} as const satisfies Readonly<Record<string, TSchema>>;

export type ServiceDocumentName = keyof typeof SERVICE_DOCUMENTS;
export type ServiceDocuments = { readonly [Name in ServiceDocumentName]: Static<(typeof SERVICE_DOCUMENTS)[Name]> };
