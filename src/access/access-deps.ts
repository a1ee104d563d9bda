import type { Logger } from "../core/log.ts";
import type { Database } from "../store/connection/transaction.ts";
import type { AccessSettings } from "./access-settings.ts";

/** What whoever decides about access needs. */
export interface AccessDeps {
  readonly database: Database;
  readonly settings: AccessSettings;
  readonly log: Logger;
}
