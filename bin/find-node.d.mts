export function isNewEnough(version: string): boolean;
export function findNode(root: string): string | null;
export function adviceFor(at: {
  readonly root: string;
  readonly version: string;
  readonly platform: string;
  readonly arch: string;
}): string;
