import type { AccessDeps } from "../../access/access-deps.ts";
import type { ApiService } from "../api-service.ts";

export function accessDepsOf({ project, access }: Pick<ApiService, "project" | "access">): AccessDeps {
  const { database, log } = project.deps;
  return { database, log, settings: access };
}
