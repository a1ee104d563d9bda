import { type KeyboardEvent, type ReactNode, useId } from "react";
import { useUrlState } from "../../state/use-url-state.ts";

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly content: () => ReactNode;
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

interface TabsProps {
  readonly tabs: readonly Tab[];
  readonly label: string;
  /** Shown when the address names none. */
  readonly first: string;
}

/** Tabs whose choice is the address's `tab`. */
export function Tabs({ tabs, label, first }: TabsProps) {
  const [chosen, choose] = useUrlState("tab", first);
  const id = useId();
  const shown = tabs.find(({ id: one }) => one === chosen) ?? tabs.find(({ id: one }) => one === first) ?? tabs[0];
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || shown === undefined) return;
    const next = tabs[(tabs.indexOf(shown) + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    choose(next.id, "push");
    document.getElementById(`${id}-${next.id}`)?.focus();
  };
  return (
    <div className="stack">
      <div className="tabs" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`${id}-${tab.id}`}
            type="button"
            role="tab"
            aria-selected={tab === shown}
            aria-controls={`${id}-panel`}
            tabIndex={tab === shown ? 0 : -1}
            onClick={() => choose(tab.id, "push")}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${shown?.id ?? ""}`} className="stack">
        {shown?.content()}
      </div>
    </div>
  );
}
