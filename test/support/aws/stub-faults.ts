import type { ServerResponse } from "node:http";

/** What goes wrong with the `nth` request of a kind, counted from 1; with each of them, if `nth` is absent. */
export interface StubFault {
  readonly op: string;
  readonly nth?: number;
  /** A number is a status that AWS answers when it is busy or ill; `reset` hangs up, `hang` never answers. */
  readonly http: 429 | 500 | "reset" | "hang" | StubRefusal;
  /** The request has its effect, and its answer is lost. */
  readonly isDone?: boolean;
}

export interface StubRefusal {
  readonly status: number;
  readonly name: string;
  readonly message: string;
}

/** Answers of one service to requests that fail. */
export interface FailureFormat {
  readonly refuse: (response: ServerResponse, refusal: StubRefusal) => void;
  /** Of a status that passes by itself. */
  readonly busy: Readonly<Record<429 | 500, StubRefusal>>;
}

/** Answers a request as the fault says, or never. */
export function applyFault(response: ServerResponse, { http }: StubFault, { refuse, busy }: FailureFormat): void {
  if (http === "hang") return;
  if (http === "reset") response.socket?.destroy();
  else refuse(response, typeof http === "number" ? busy[http] : http);
}
