import { type ReactNode, useEffect, useId, useRef } from "react";

interface DialogProps {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
}

/** A modal dialog of the browser's own: it holds the focus, closes on Esc, and gives the focus back. */
export function Dialog({ title, close, children, foot }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // The browser would begin at the button that closes.
    element?.querySelector<HTMLElement>(".dialog-body :is(input, select, textarea, button)")?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onCancel={(event) => (event.preventDefault(), close())}>
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="plain push" onClick={close} aria-label="Close">
          ✕
        </button>
      </div>
      <div className="dialog-body">{children}</div>
      {foot !== undefined && <div className="dialog-foot">{foot}</div>}
    </dialog>
  );
}
