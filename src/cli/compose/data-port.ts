import type { DataPort } from "../../runs/run-deps.ts";

export function dataPort(home: string): DataPort {
  throw new Error(home);
}
