import { useEffect, useState } from "react";

/** The value as it was when it had not changed for so long: what is typed is asked for once. */
export function useDelayed<T>(value: T, delayMs: number): T {
  const [delayed, setDelayed] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDelayed(value), delayMs);
    return () => clearTimeout(timer);
  }, [delayMs, value]);
  return delayed;
}
