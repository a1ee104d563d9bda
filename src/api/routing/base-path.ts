/**
 * The path below which people reach the service, without a slash at its end; empty for the root. A proxy that cuts a path off
 * tells of it by the public URL alone.
 *
 * @param prefix below which it is mounted in a server
 */
export function basePath(prefix: string, publicUrl: URL | null): string {
  const path = publicUrl?.pathname ?? "/";
  return (path === "/" ? prefix : path).replace(/\/+$/, "");
}
