import path from "node:path";
import type { AwsWords } from "../../depot/aws/aws-words.ts";
import type { Depot } from "../../depot/depot.ts";
import { depotCache } from "../../depot/depot-cache.ts";
import { folderDepot } from "../../depot/folder-depot.ts";
import type { ProjectDepot } from "../../depot/project-depot.ts";
import { s3Depot } from "../../depot/s3/s3-depot.ts";
import type { ProjectContext } from "../project-context.ts";
import { type DepotSettings, readCacheBytes, readDepotSettings } from "./depot-settings.ts";

/** A part of 5 MiB crosses a line of 0.7 Mbit/s by then. */
const REQUEST_TIMEOUT_MS = 60_000;
const PATIENCE_MS = 10 * 60_000;

/** What NIGHTGRID_ARTIFACTS names; null for nothing. Nothing is asked of it yet. @throws AppError SETTING_INVALID */
export function openDepot({ home, env }: Pick<ProjectContext, "home" | "env">): ProjectDepot | null {
  const settings = readDepotSettings(env);
  if (settings === null) return null;
  const depot = depotOf(settings);
  const cache = depotCache(depot, path.join(home, ".nightgrid", "cache"), readCacheBytes(env));
  return { depot, cache, home, patienceMs: PATIENCE_MS };
}

function depotOf(settings: DepotSettings): Depot {
  switch (settings.kind) {
    case "folder":
      return folderDepot(settings.folder);
    case "s3": {
      const { kind: _, ...place } = settings;
      return s3Depot({ ...place, requestTimeoutMs: REQUEST_TIMEOUT_MS, words: wordsOf(place.endpoint) });
    }
  }
}

function wordsOf(endpoint: string | undefined): AwsWords {
  const rights = "docs/operations.md (Several hosts) lists all that are needed.";
  return {
    refused: "DEPOT_REFUSED",
    unreachable: "DEPOT_UNREACHABLE",
    who: endpoint ?? "AWS",
    checkRegion: `Check NIGHTGRID_ARTIFACTS_${endpoint === undefined ? "REGION" : "ENDPOINT"}.`,
    checkBucket: "Check NIGHTGRID_ARTIFACTS, or make the bucket.",
    checkBoth: "Check NIGHTGRID_ARTIFACTS_REGION and NIGHTGRID_ARTIFACTS.",
    checkRights: `Grant the right: ${rights}`,
    checkAll: `Check NIGHTGRID_ARTIFACTS and what it needs: ${rights}`,
  };
}
