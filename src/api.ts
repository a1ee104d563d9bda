/** What a fastify server of your own mounts: API and pages of a project. docs/library.md shows it. */
export type { Authenticate, MountedUser } from "./api/mount/mounted-user.ts";
export { nightgridApi, type NightgridApiOptions } from "./api/mount/nightgrid-api.ts";
export type { Role } from "./core/names/principal.ts";
