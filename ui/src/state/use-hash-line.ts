import { useCallback, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

/** The line that the address points at, `#L1234`; null without one. */
export function useHashLine(): readonly [string | null, (id: string) => void] {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const choose = useCallback((id: string) => {
    history.replaceState(history.state, "", `${location.pathname}${location.search}#L${id}`);
    for (const listener of listeners) listener();
  }, []);
  return [/^#L(\d{1,18})$/.exec(hash)?.[1] ?? null, choose];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("hashchange", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("hashchange", listener);
  };
}
