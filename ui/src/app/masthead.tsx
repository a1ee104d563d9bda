import { useEffect } from "react";
import { Link, useLocation } from "wouter";
import {
  applyTheme,
  THEMES,
  usePreference,
  writePreference,
  ZONE_CHOICES,
  type Theme,
  type ZoneChoice,
} from "../state/preferences.ts";
import { AccountMenu } from "./account-menu.tsx";

const PLACES = [
  ["/", "DAGs", /^\/(dags.*)?$/],
  ["/runs", "Runs", /^\/runs/],
  ["/data", "Data", /^\/data/],
  ["/compare", "Compare", /^\/compare/],
  ["/admin", "Admin", /^\/admin/],
] as const;

const ZONE_LABELS: Readonly<Record<ZoneChoice, string>> = { dag: "DAG’s zone", browser: "My zone", utc: "UTC" };
const THEME_LABELS: Readonly<Record<Theme, string>> = { system: "Auto", light: "Light", dark: "Dark" };

export function Masthead({ showHelp }: { readonly showHelp: () => void }) {
  const [location] = useLocation();
  const zone = usePreference("zone");
  const theme = usePreference("theme");
  useEffect(applyTheme, [theme]);
  return (
    <header className="masthead">
      <Link href="/" className="brand">
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <rect x="1" y="9" width="3.6" height="6" rx="0.8" opacity="0.45" />
          <rect x="6.2" y="5" width="3.6" height="10" rx="0.8" opacity="0.7" />
          <rect x="11.4" y="1" width="3.6" height="14" rx="0.8" />
        </svg>
        <span>Nightgrid</span>
      </Link>
      <nav aria-label="Screens">
        {PLACES.map(([href, label, pattern]) => (
          <Link key={href} href={href} aria-current={pattern.test(location) ? "page" : undefined}>
            {label}
          </Link>
        ))}
      </nav>
      <div className="tools">
        <select
          aria-label="Time zone of what is shown"
          value={zone}
          onChange={({ target }) => writePreference("zone", ZONE_CHOICES.find((one) => one === target.value) ?? "dag")}
        >
          {ZONE_CHOICES.map((choice) => (
            <option key={choice} value={choice}>
              {ZONE_LABELS[choice]}
            </option>
          ))}
        </select>
        <select
          aria-label="Light or dark"
          value={theme}
          onChange={({ target }) => writePreference("theme", THEMES.find((one) => one === target.value) ?? "system")}
        >
          {THEMES.map((choice) => (
            <option key={choice} value={choice}>
              {THEME_LABELS[choice]}
            </option>
          ))}
        </select>
        <button type="button" className="plain" aria-label="Keys" onClick={showHelp}>
          ?
        </button>
        <AccountMenu />
      </div>
    </header>
  );
}
