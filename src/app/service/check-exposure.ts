import { AppError } from "../../core/errors/app-error.ts";
import type { ServiceSettings } from "./service-settings.ts";

export interface ExposureFacts {
  /** Somebody can sign in as an admin with a password. */
  readonly hasAdmin: boolean;
  /** NODE_ENV is `production`. */
  readonly isProduction: boolean;
  /** In a server of somebody else, whose address is not known. */
  readonly isMounted: boolean;
}

/**
 * Refuses to be reached by others while nobody can be asked who they are, and the login of developers wherever it would
 * be more than that.
 *
 * @throws AppError EXPOSURE_REFUSED
 */
export function checkExposure(
  { host, access }: ServiceSettings,
  { hasAdmin, isProduction, isMounted }: ExposureFacts,
): void {
  const reached = isMounted
    ? "others may reach the server that it is mounted in"
    : `others reach this service (${host})`;
  if (access.isDevLogin && (!access.isLoopback || isProduction)) {
    const where = isProduction ? "NODE_ENV is production" : reached;
    throw new AppError("EXPOSURE_REFUSED", `NIGHTGRID_DEV_LOGIN lets anybody in as whom they please, and ${where}.`, {
      hint: "Leave it away; it is for a service on loopback on the machine of a developer.",
    });
  }
  if (access.isLoopback || hasAdmin || access.oidc !== null || access.proxy !== null) return;
  throw new AppError("EXPOSURE_REFUSED", `${capital(reached)}, and nobody could sign in.`, {
    hint:
      "Make an account (nightgrid users add <name> --role admin), name an identity provider (NIGHTGRID_OIDC_ISSUER) " +
      "or a reverse proxy that knows who asks (NIGHTGRID_AUTH_PROXY_HEADER). " +
      (isMounted ? "Or tell nightgridApi who asks: authenticate." : "Or listen on 127.0.0.1."),
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
