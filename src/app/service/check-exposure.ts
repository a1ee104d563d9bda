import { AppError } from "../../core/errors/app-error.ts";
import type { ServiceSettings } from "./service-settings.ts";

export interface ExposureFacts {
  /** Somebody can sign in as an admin with a password. */
  readonly hasAdmin: boolean;
  /** NODE_ENV is `production`. */
  readonly isProduction: boolean;
}

/**
 * Refuses to be reached by others while nobody can be asked who they are, and the login of developers wherever it would
 * be more than that.
 *
 * @throws AppError EXPOSURE_REFUSED
 */
export function checkExposure({ host, access }: ServiceSettings, { hasAdmin, isProduction }: ExposureFacts): void {
  if (access.isDevLogin && (!access.isLoopback || isProduction)) {
    const where = isProduction ? "NODE_ENV is production" : `others reach this service (${host})`;
    throw new AppError("EXPOSURE_REFUSED", `NIGHTGRID_DEV_LOGIN lets anybody in as whom they please, and ${where}.`, {
      hint: "Leave it away; it is for a service on loopback on the machine of a developer.",
    });
  }
  if (access.isLoopback || hasAdmin || access.oidc !== null || access.proxy !== null) return;
  throw new AppError("EXPOSURE_REFUSED", `Others reach this service (${host}), and nobody could sign in to it.`, {
    hint:
      "Make an account (nightgrid users add <name> --role admin), name an identity provider (NIGHTGRID_OIDC_ISSUER) " +
      "or a reverse proxy that knows who asks (NIGHTGRID_AUTH_PROXY_HEADER). Or listen on 127.0.0.1.",
  });
}
