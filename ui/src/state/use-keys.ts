import { useEffect } from "react";
import { readPreference } from "./preferences.ts";

/** What a key does; false when it does nothing here, so that the browser may. */
export type KeyAction = () => boolean | void;

/** Longest pause between the two keys of `g d`, milliseconds. */
const CHORD_MS = 1200;

const registered: Readonly<Record<string, KeyAction>>[] = [];
let first: { readonly key: string; readonly at: number } | null = null;

/** Keys while the component is shown; what was mounted last wins. Off while typing, with a modifier, and where the user has switched them off. */
export function useKeys(actions: Readonly<Record<string, KeyAction>>): void {
  useEffect(() => {
    registered.push(actions);
    return () => {
      registered.splice(registered.lastIndexOf(actions), 1);
    };
  }, [actions]);
}

/** Begins to listen; once per page. */
export function listenForKeys(): void {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (readPreference("keys") === "off" || document.querySelector("dialog[open]") !== null) return;
    const chord = first !== null && event.timeStamp - first.at < CHORD_MS ? `${first.key} ${event.key}` : null;
    first = event.key === "g" ? { key: "g", at: event.timeStamp } : null;
    if (chord !== null && act(chord)) event.preventDefault();
    else if (act(event.key)) event.preventDefault();
  });
}

function act(key: string): boolean {
  const action = registered.toReversed().find((actions) => actions[key] !== undefined)?.[key];
  return action !== undefined && action() !== false;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
