import { ACCESS_ROUTES } from "../access/routes/access-routes.ts";
import { HEALTH_ROUTES } from "../health/health-routes.ts";
import { EVENT_ROUTES } from "../live/events-route.ts";
import type { Route } from "../routing/route.ts";
import { ALARM_ROUTES } from "./alarms.ts";
import { ARTIFACT_ROUTES } from "./artifacts.ts";
import { AUDIT_ROUTES } from "./audit.ts";
import { BACKFILL_ROUTES } from "./backfills.ts";
import { BULK_ROUTES } from "./bulk-actions.ts";
import { CELL_ROUTES } from "./cells.ts";
import { COMPARE_ROUTES } from "./compare.ts";
import { DAG_VIEW_ROUTES } from "./dag-views.ts";
import { DAG_ROUTES } from "./dags.ts";
import { ERROR_ROUTES } from "./errors.ts";
import { LOG_ROUTES } from "./logs.ts";
import { OVERVIEW_ROUTES } from "./overview.ts";
import { POOL_ROUTES } from "./pools.ts";
import { PRICE_FETCH_ROUTES } from "./price-fetches.ts";
import { PRICE_ROUTES } from "./prices.ts";
import { RUN_ACTION_ROUTES } from "./run-actions.ts";
import { RUN_ROUTES } from "./runs.ts";
import { SEARCH_ROUTES } from "./searches.ts";
import { SWEEP_ROUTES } from "./sweeps.ts";
import { UPKEEP_ROUTES } from "./upkeep.ts";

/** Every call of the API, in the order of openapi.json. */
export const ROUTES: readonly Route[] = [
  ...OVERVIEW_ROUTES,
  ...DAG_ROUTES,
  ...DAG_VIEW_ROUTES,
  ...RUN_ROUTES,
  ...RUN_ACTION_ROUTES,
  ...BULK_ROUTES,
  ...SWEEP_ROUTES,
  ...SEARCH_ROUTES,
  ...CELL_ROUTES,
  ...COMPARE_ROUTES,
  ...EVENT_ROUTES,
  ...LOG_ROUTES,
  ...ARTIFACT_ROUTES,
  ...ALARM_ROUTES,
  ...BACKFILL_ROUTES,
  ...PRICE_ROUTES,
  ...PRICE_FETCH_ROUTES,
  ...POOL_ROUTES,
  ...AUDIT_ROUTES,
  ...ACCESS_ROUTES,
  ...ERROR_ROUTES,
  ...UPKEEP_ROUTES,
  ...HEALTH_ROUTES,
];
