import type { FastifyRequest } from "fastify";
import { isRole, type Principal, ROLES } from "../../core/names/principal.ts";
import { printableLine } from "../../core/text/printable.ts";
import type { Vouch } from "../access/access-plugin.ts";
import type { Authenticate } from "./mounted-user.ts";

const LONGEST_NAME = 200;

/**
 * Whom an application knows is known here as whom a proxy knows is: by the name that it gives.
 * What it says is held to its type, since it may be written in JavaScript.
 */
export function vouchedBy(authenticate: Authenticate): Vouch {
  return async (request: FastifyRequest): Promise<Principal | null> => {
    const user = await authenticate(request);
    if (user === null || user === undefined) return null;
    const { name, role, dags = null } = user;
    if (typeof name !== "string" || name.trim() === "" || name.length > LONGEST_NAME || printableLine(name) !== name) {
      throw new TypeError(`authenticate() gave a name that is none: a line of 1 to ${LONGEST_NAME} characters`);
    }
    if (!isRole(role)) throw new TypeError(`authenticate() gave ${name} a role that is none of ${ROLES.join(", ")}`);
    if (dags !== null && !Array.isArray(dags)) throw new TypeError(`authenticate() gave ${name} DAGs that are no list`);
    return { kind: "proxy", id: name, name, role, dags };
  };
}
