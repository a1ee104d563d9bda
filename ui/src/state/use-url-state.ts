import { useCallback } from "react";
import { useSearchParams } from "wouter";

/** `replace`: what is typed or dragged leaves no trail of steps to go back through. */
export type Step = "push" | "replace";

/**
 * One value of the view, kept in the address and nowhere else: going back, reloading and sending the address to a
 * colleague all show the same. A value equal to `fallback` is left out of the address.
 */
export function useUrlState(name: string, fallback = ""): readonly [string, (value: string, step?: Step) => void] {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (value: string, step: Step = "replace") => {
      setParams((before) => withParam(before, { name, value, fallback }), { replace: step === "replace" });
    },
    [fallback, name, setParams],
  );
  return [params.get(name) ?? fallback, set];
}

interface Param {
  readonly name: string;
  readonly value: string;
  readonly fallback: string;
}

function withParam(before: URLSearchParams, { name, value, fallback }: Param): URLSearchParams {
  const after = new URLSearchParams(before);
  if (value === fallback) after.delete(name);
  else after.set(name, value);
  // A page belongs to the filters that it was read with.
  if (name !== "cursor") after.delete("cursor");
  return after;
}
