import { useSyncExternalStore } from "react";

/** `since`: when the last answer came, milliseconds; null while connected. */
export interface Connection {
  readonly since: number | null;
}

let lastAnswer = Date.now();
let current: Connection = { since: null };
const listeners = new Set<() => void>();

export function noteAnswer(): void {
  lastAnswer = Date.now();
  if (current.since !== null) tell({ since: null });
}

export function noteSilence(): void {
  if (current.since === null) tell({ since: lastAnswer });
}

/** Whether the server answers; buttons that change something are off while it does not. */
export function useConnection(): Connection {
  return useSyncExternalStore(onConnection, () => current);
}

export function onConnection(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function isConnected(): boolean {
  return current.since === null;
}

function tell(next: Connection): void {
  current = next;
  for (const listener of listeners) listener();
}
