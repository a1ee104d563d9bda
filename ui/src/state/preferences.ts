import { useSyncExternalStore } from "react";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** In which zone moments are shown: that of the DAG they belong to, that of the browser, or UTC. */
export const ZONE_CHOICES = ["dag", "browser", "utc"] as const;
export type ZoneChoice = (typeof ZONE_CHOICES)[number];

export const KEY_CHOICES = ["on", "off"] as const;

/** What belongs to a person and not to a view, so not to an address either; kept by the browser. */
const PREFERENCES = { theme: THEMES, zone: ZONE_CHOICES, keys: KEY_CHOICES } as const;
type Name = keyof typeof PREFERENCES;
type Value<N extends Name> = (typeof PREFERENCES)[N][number];

const listeners = new Set<() => void>();

export function readPreference<N extends Name>(name: N): Value<N> {
  const choices: readonly Value<N>[] = PREFERENCES[name];
  const stored = localStorage.getItem(`nightgrid.${name}`);
  return choices.find((choice) => choice === stored) ?? firstOf(choices);
}

export function writePreference<N extends Name>(name: N, value: Value<N>): void {
  localStorage.setItem(`nightgrid.${name}`, value);
  for (const listener of listeners) listener();
}

export function usePreference<N extends Name>(name: N): Value<N> {
  return useSyncExternalStore(subscribe, () => readPreference(name));
}

/** Writes the theme where the style sheet looks for it. */
export function applyTheme(): void {
  const theme = readPreference("theme");
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", listener);
  };
}

function firstOf<T>(values: readonly T[]): T {
  const [first] = values;
  if (first === undefined) throw new RangeError("A preference has no choices");
  return first;
}
