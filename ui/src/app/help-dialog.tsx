import { Dialog } from "../components/controls/dialog.tsx";
import { KEYS } from "./keys.ts";
import { usePreference, writePreference } from "../state/preferences.ts";

export function HelpDialog({ close }: { readonly close: () => void }) {
  const keys = usePreference("keys");
  return (
    <Dialog title="Keys" close={close}>
      <div className="keys">
        {KEYS.map(([key, meaning]) => (
          <div key={key} className="row" style={{ display: "contents" }}>
            <span>
              {key.split(/ +/).map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </span>
            <span>{meaning}</span>
          </div>
        ))}
      </div>
      <label>
        <input
          type="checkbox"
          checked={keys === "on"}
          onChange={({ target }) => writePreference("keys", target.checked ? "on" : "off")}
        />
        Single keys do something
      </label>
    </Dialog>
  );
}
