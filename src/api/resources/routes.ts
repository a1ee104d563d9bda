import type { Route } from "../routing/route.ts";
import { ALARM_ROUTES } from "./alarms.ts";
import { ARTIFACT_ROUTES } from "./artifacts.ts";
import { AUDIT_ROUTES } from "./audit.ts";
import { BACKFILL_ROUTES } from "./backfills.ts";
import { DAG_ROUTES } from "./dags.ts";
import { LOG_ROUTES } from "./logs.ts";
import { POOL_ROUTES } from "./pools.ts";
import { RUN_ACTION_ROUTES } from "./run-actions.ts";

/** Every call of the API, in the order of openapi.json. */
export const ROUTES: readonly Route[] = [
  ...DAG_ROUTES,
  ...RUN_ACTION_ROUTES,
  ...LOG_ROUTES,
  ...ARTIFACT_ROUTES,
  ...ALARM_ROUTES,
  ...BACKFILL_ROUTES,
  ...POOL_ROUTES,
  ...AUDIT_ROUTES,
];
