import type { Project } from "../../app/project.ts";
import type { SweepReader } from "../../runs/query/sweep/sweep-reader.ts";
import type { LoadedDag } from "../../factory/check-dag.ts";
import { type Arguments, argumentsSchema, type Given, readArguments } from "./arguments.ts";
import type { ToolAnswer } from "./capped-answer.ts";

/** What tools answer from. */
export interface ToolDeps {
  readonly project: Project;
  /** Those of the folder alone: a model reads no file by its path. */
  readonly readDags: () => Promise<readonly LoadedDag[]>;
  readonly sweeps: SweepReader;
}

/** One thing that a model can ask for. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  /** Changes nothing. */
  readonly isReadOnly: boolean;
  /** @throws AppError USAGE of the arguments, and what the use case throws */
  call(given: Readonly<Record<string, unknown>>, deps: ToolDeps): Promise<ToolAnswer>;
}

interface ToolDefinition<T extends Arguments> {
  readonly name: string;
  readonly description: string;
  readonly takes: T;
  /** Default: true. */
  readonly isReadOnly?: boolean;
  readonly answer: (given: Given<T>, deps: ToolDeps) => Promise<ToolAnswer>;
}

export function tool<T extends Arguments>({ takes, answer, isReadOnly = true, ...about }: ToolDefinition<T>): Tool {
  return {
    ...about,
    isReadOnly,
    inputSchema: argumentsSchema(takes),
    call: (given, deps) => answer(readArguments(takes, given), deps),
  };
}
