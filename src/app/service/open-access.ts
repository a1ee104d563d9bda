import { makeLink } from "../../access/links.ts";
import { hasLocalAdmin } from "../../store/access/accounts.ts";
import type { Project } from "../project.ts";
import { checkExposure } from "./check-exposure.ts";
import { type ListenOptions, readServiceSettings, type ServiceSettings } from "./service-settings.ts";

export interface OpenedAccess {
  readonly settings: ServiceSettings;
  /** The secret of a link that is good for one sign-in; null where people have another way in. */
  readonly linkSecret: string | null;
}

/** Before a service listens. @throws AppError SETTING_INVALID, EXPOSURE_REFUSED */
export async function openAccess({ env, database }: Project, listen: ListenOptions = {}): Promise<OpenedAccess> {
  const settings = readServiceSettings(env, listen);
  const hasAdmin = await hasLocalAdmin(database.pool);
  checkExposure(settings, { hasAdmin, isProduction: env["NODE_ENV"] === "production", isMounted: false });
  const { isLoopback, oidc, proxy } = settings.access;
  const isFresh = isLoopback && !hasAdmin && oidc === null && proxy === null;
  return { settings, linkSecret: isFresh ? await makeLink(database.pool) : null };
}

/**
 * Before an application mounts the service, at an address that it alone knows: as if others could reach it.
 *
 * @param isVouched the application says who somebody is, so that nobody has to sign in
 * @throws AppError SETTING_INVALID, EXPOSURE_REFUSED
 */
export async function openMountedAccess(
  { env, database }: Project,
  { isVouched }: { readonly isVouched: boolean },
): Promise<ServiceSettings> {
  const read = readServiceSettings(env);
  const settings = { ...read, access: { ...read.access, isLoopback: false } };
  const hasAdmin = isVouched || (await hasLocalAdmin(database.pool));
  checkExposure(settings, { hasAdmin, isProduction: env["NODE_ENV"] === "production", isMounted: true });
  return settings;
}

/** Where a link leads. Behind `#`, the secret is sent to no server and stands in no log. */
export function linkAddress(url: string, secret: string): string {
  return `${url.replace(/\/$/, "")}/auth/link#${secret}`;
}
