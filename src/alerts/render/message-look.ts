import type { AlertKind } from "../../core/names/states.ts";
import type { AlertMessage } from "../message/alert-message.ts";

export interface MessageLook {
  /** The word that a reader sees first. */
  readonly label: string;
  /** Slack's name of an emoji. */
  readonly emoji: string;
  /** Hex colours of the bar and the label, for light and dark mail readers alike. */
  readonly colour: string;
}

const MESSAGE_LOOKS: Readonly<Record<AlertKind, MessageLook>> = {
  fired: { label: "Alert", emoji: ":rotating_light:", colour: "#c8372d" },
  undecided: { label: "Undecided", emoji: ":grey_question:", colour: "#975a16" },
  recovered: { label: "Recovered", emoji: ":white_check_mark:", colour: "#2f855a" },
  notice: { label: "Notice", emoji: ":memo:", colour: "#2b6cb0" },
  summary: { label: "Summary", emoji: ":sunrise:", colour: "#2b6cb0" },
};

/** How a message looks; what is more or less than a warning says so. */
export function lookOf({ kind, about }: AlertMessage): MessageLook {
  const look = MESSAGE_LOOKS[kind];
  const isAlarm = kind === "fired" || kind === "undecided";
  if (!isAlarm || about.severity === "warning") return look;
  return { ...look, label: `${look.label} (${about.severity})` };
}
