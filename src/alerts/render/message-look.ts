import type { MessageKind } from "../message/alert-message.ts";

export interface MessageLook {
  /** The word that a reader sees first. */
  readonly label: string;
  /** Slack's name of an emoji. */
  readonly emoji: string;
  /** Hex colours of the bar and the label, for light and dark mail readers alike. */
  readonly colour: string;
}

export const MESSAGE_LOOKS: Readonly<Record<MessageKind, MessageLook>> = {
  fired: { label: "Alert", emoji: ":rotating_light:", colour: "#c8372d" },
  undecided: { label: "Undecided", emoji: ":grey_question:", colour: "#975a16" },
  recovered: { label: "Recovered", emoji: ":white_check_mark:", colour: "#2f855a" },
  notice: { label: "Notice", emoji: ":memo:", colour: "#2b6cb0" },
};
