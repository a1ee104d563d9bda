/** What a fastify server of your own mounts: API and pages of a project. docs/library.md shows it. */
export { type MountedUser, nightgridApi, type NightgridApiOptions } from "./api/mount/nightgrid-api.ts";
export type { Role } from "./core/names/principal.ts";
