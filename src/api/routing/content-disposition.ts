/** What `encodeURIComponent` leaves, and RFC 8187 does not allow in a value. */
const LEFT = /['()*]/g;

/**
 * The header by which a browser names what it saves (RFC 6266). Whatever the name holds, it stays within its value.
 *
 * @param how `attachment` is saved, `inline` is shown
 */
export function contentDisposition(how: "attachment" | "inline", name: string): string {
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    LEFT,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename*=UTF-8''${encoded}`;
}
