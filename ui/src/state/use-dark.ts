import { useSyncExternalStore } from "react";
import { usePreference } from "./preferences.ts";

/** Whether the page is dark now; what is drawn on a canvas is drawn again when it changes. */
export function useDark(): boolean {
  const theme = usePreference("theme");
  const system = useSyncExternalStore(subscribe, () => query.matches);
  return theme === "system" ? system : theme === "dark";
}

const query = matchMedia("(prefers-color-scheme: dark)");

function subscribe(listener: () => void): () => void {
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
