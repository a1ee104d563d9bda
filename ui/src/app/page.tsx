import { type ReactNode, useEffect, useRef } from "react";

interface PageProps {
  readonly title: string;
  /** What is shown as heading, when it is more than the title. */
  readonly heading?: ReactNode;
  readonly crumbs?: ReactNode;
  /** Badges and the like beside the heading. */
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A screen's frame: title of the window, one `h1` that takes the focus when somebody comes here, and the buttons. */
export function Page({ title, heading, crumbs, beside, actions, children }: PageProps) {
  const h1 = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Nightgrid`;
  }, [title]);
  useEffect(() => {
    // Not on the first load: there the reader begins at the top of the page.
    if (hasNavigated) h1.current?.focus({ preventScroll: true });
    hasNavigated = true;
  }, []);
  return (
    <main id="main">
      {crumbs !== undefined && (
        <nav className="crumbs" aria-label="Where this belongs">
          {crumbs}
        </nav>
      )}
      <div className="page-head">
        <h1 ref={h1} tabIndex={-1}>
          {heading ?? title}
        </h1>
        {beside}
        {actions !== undefined && <div className="actions">{actions}</div>}
      </div>
      {children}
    </main>
  );
}

let hasNavigated = false;
