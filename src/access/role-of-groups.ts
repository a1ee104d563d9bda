import { includesRole, type Role } from "../core/names/principal.ts";
import type { RoleMap } from "./access-settings.ts";

/** The highest role of all groups, `*` being one of everybody's; null: none, and no access. */
export function roleOfGroups(groups: readonly string[], roles: RoleMap): Role | null {
  return ["*", ...groups].reduce<Role | null>((highest, group) => {
    const role = roles.get(group);
    if (role === undefined) return highest;
    return highest === null || includesRole(role, highest) ? role : highest;
  }, null);
}
