import { isIP } from "node:net";
import type { AccessSettings } from "../access-settings.ts";

/**
 * Whether a `Host` header names this service. A page elsewhere can let a name of its own point to this machine (DNS
 * rebinding), and would then be of the same origin as the service: so it takes no other names than `localhost` and that of
 * its public URL. An address is no name.
 */
export function isKnownHost(host: string | undefined, { publicUrl }: Pick<AccessSettings, "publicUrl">): boolean {
  const name = hostName(host);
  if (name === null) return false;
  return name === "localhost" || name === publicUrl?.hostname || isIP(name.replace(/^\[|\]$/g, "")) !== 0;
}

/** `localhost` of `localhost:4400`; null for what is no host. */
function hostName(host: string | undefined): string | null {
  const [, name] = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(host ?? "") ?? [];
  return name?.toLowerCase() ?? null;
}

/** Whether it can be none but this machine's own. */
export function isLocalhost(host: string | undefined): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostName(host) ?? "");
}
