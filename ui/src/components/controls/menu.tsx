import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";

export interface MenuItem {
  readonly label: string;
  readonly act: () => void;
  readonly disabled?: boolean;
}

const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

/** A button that opens a list of actions; Esc and a click elsewhere close it. */
export function Menu({ label, items }: { readonly label: ReactNode; readonly items: readonly MenuItem[] }) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const all = [...(list.current?.querySelectorAll<HTMLElement>("[role=menuitem]:not(:disabled)") ?? [])];
    if (step === undefined || all.length === 0) return;
    event.preventDefault();
    const at = all.findIndex((item) => item === document.activeElement);
    all[(at + step + all.length) % all.length]?.focus();
  };
  return (
    <div className="menu">
      <button type="button" popoverTarget={id} aria-haspopup="menu">
        {label}
      </button>
      <div
        id={id}
        ref={list}
        popover="auto"
        role="menu"
        onKeyDown={move}
        onToggle={(event) => {
          if (event.newState === "open")
            list.current?.querySelector<HTMLElement>("[role=menuitem]:not(:disabled)")?.focus();
        }}
      >
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            disabled={item.disabled}
            onClick={() => {
              list.current?.hidePopover();
              item.act();
            }}
          >
            {item.label}
          </button>
        ))}
      </div>
    </div>
  );
}
