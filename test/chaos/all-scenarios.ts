import type { Scenario } from "./scenario.ts";
import {
  artifactAndManifest,
  beginAndCells,
  endAndOutbox,
  resultAndCompletion,
} from "./scenarios/between/killed-between.ts";
import { tickAndExpansion } from "./scenarios/between/tick-expansion.ts";
import { fullOfConnections } from "./scenarios/server/full-of-connections.ts";
import { faults } from "./scenarios/server/faults.ts";
import { pgbouncer } from "./scenarios/server/pgbouncer.ts";
import { clockJumps } from "./scenarios/host/clock-jumps.ts";
import { fullArtifacts, fullServer } from "./scenarios/host/full-disk.ts";
import { lateServer } from "./scenarios/server/late-server.ts";
import { lostListen } from "./scenarios/server/lost-listen.ts";
import { newerSchema } from "./scenarios/server/newer-schema.ts";
import { readOnly } from "./scenarios/server/read-only.ts";
import { restarts } from "./scenarios/server/restarts.ts";
import { drain } from "./scenarios/workers/drain.ts";
import { fullMemory } from "./scenarios/workers/full-memory.ts";
import { killOften, killOne, killWorkers } from "./scenarios/workers/kill-workers.ts";
import { stoppedWorker } from "./scenarios/workers/stopped-worker.ts";

/** In the order in which they run. */
export const SCENARIOS: readonly Scenario[] = [
  killOne,
  killWorkers,
  killOften,
  stoppedWorker,
  drain,
  fullMemory,
  restarts,
  readOnly,
  fullOfConnections,
  lostListen,
  lateServer,
  newerSchema,
  resultAndCompletion,
  beginAndCells,
  artifactAndManifest,
  endAndOutbox,
  tickAndExpansion,
  clockJumps,
  fullArtifacts,
  fullServer,
  pgbouncer,
  faults,
];
