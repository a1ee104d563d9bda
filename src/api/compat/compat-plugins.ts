import type { FastifyPluginAsync } from "fastify";
import type { CompatName, CompatSettings } from "../../app/service/compat-settings.ts";
import type { ApiService } from "../api-service.ts";
import type { FormerService } from "./former-routes.ts";
import { cryptoPipeline } from "./crypto-pipeline/crypto-pipeline.ts";
import { runManager } from "./run-manager/run-manager.ts";

const PLUGINS: Readonly<Partial<Record<CompatName, (former: FormerService) => FastifyPluginAsync>>> = {
  run_manager: runManager,
  crypto_pipeline: cryptoPipeline,
};

/** The routes of the old services that are asked for. */
export function compatPlugins(
  { names, ...settings }: CompatSettings,
  service: ApiService,
): readonly FastifyPluginAsync[] {
  return names.flatMap((name) => PLUGINS[name]?.({ ...settings, service }) ?? []);
}
