import type { ReactNode } from "react";

/** Nothing to see yet, and the command that changes that. */
export function Empty({ children, command }: { readonly children: ReactNode; readonly command?: string }) {
  return (
    <div className="empty">
      <p>{children}</p>
      {command !== undefined && <code>{command}</code>}
    </div>
  );
}
