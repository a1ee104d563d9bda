import { AppError } from "../../core/errors/app-error.ts";
import type { Principal } from "../../core/names/principal.ts";
import { isPrintable } from "../../core/text/printable.ts";
import type { AccessDeps } from "../access-deps.ts";
import { roleOfGroups } from "../role-of-groups.ts";
import { isTrusted } from "./trusted-peers.ts";

/** Values by name in lower case; a list where the header came more than once. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Who a proxy says that it is. Believed of a TCP peer that is trusted alone: any other can write that header too, and is
 * as if it had not.
 *
 * @returns null when no proxy says anything, or whom it names has no role
 * @throws AppError USAGE when the header came twice: somebody may have got one in before the proxy
 */
export function proxyPrincipal(headers: RequestHeaders, peer: string, deps: AccessDeps): Principal | null {
  const { proxy, trusted } = deps.settings;
  if (proxy === null) return null;
  const { header, groupsHeader, roles } = proxy;
  if (headers[header] === undefined) return null;
  if (!isTrusted(peer, trusted)) {
    deps.log.warn("A header that only the proxy may send came from elsewhere, and was ignored.", { header, peer });
    return null;
  }
  const name = onlyValue(headers, header);
  if (name === "" || name.length > 200 || !isPrintable(name)) return null;
  const groups = groupsHeader === null ? [] : onlyValue(headers, groupsHeader).split(",");
  const role = roleOfGroups(
    groups.map((group) => group.trim()).filter((group) => group !== "" && group !== "*"),
    roles,
  );
  return role === null ? null : { kind: "proxy", id: name, name, role, dags: null };
}

function onlyValue(headers: RequestHeaders, name: string): string {
  const value = headers[name] ?? "";
  if (typeof value === "string") return value.trim();
  const [only = "", ...others] = value;
  if (others.length === 0) return only.trim();
  throw new AppError("USAGE", `The header ${name} came ${value.length} times.`, {
    hint: "The proxy has to replace it, not to add to what it was sent.",
  });
}
