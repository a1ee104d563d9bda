import type { FastifyPluginAsync } from "fastify";
import type { CompatName, CompatSettings } from "../../app/service/compat-settings.ts";
import { plainHealth } from "../health/plain-health.ts";
import type { ApiService } from "../api-service.ts";
import type { FormerService } from "./former-routes.ts";
import { cryptoPipeline } from "./crypto-pipeline/crypto-pipeline.ts";
import { nightlyHealth } from "./nightly-health/nightly-health.ts";
import { runManager } from "./run-manager/run-manager.ts";

const PLUGINS: Readonly<Record<CompatName, (former: FormerService) => FastifyPluginAsync>> = {
  run_manager: runManager,
  crypto_pipeline: cryptoPipeline,
  nightly_health: nightlyHealth,
};

/** The routes of the old services that are asked for, and one that all of them are looked at by. */
export function compatPlugins(
  { names, ...settings }: CompatSettings,
  service: ApiService,
): readonly FastifyPluginAsync[] {
  const asked = names.map((name) => PLUGINS[name]({ ...settings, service }));
  return names.includes("nightly_health") ? asked : [...asked, plainHealth(service.project.deps.clock)];
}
