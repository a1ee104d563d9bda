import type { FastifyRequest } from "fastify";
import type { Role } from "../../core/names/principal.ts";

/** Somebody whom your application knows. */
export interface MountedUser {
  /** Who it is, for ever; goes into the audit, and runs are started in it. At most 200 characters, of one line. */
  readonly name: string;
  /** What they may do: `viewer` looks, `operator` also runs, cancels and pauses, `admin` also gives access. */
  readonly role: Role;
  /** Ids of the DAGs that they are limited to. Default: all. */
  readonly dags?: readonly string[];
}

/** Says who sends a request; null where the application does not know. */
export type Authenticate = (request: FastifyRequest) => MountedUser | null | Promise<MountedUser | null>;
