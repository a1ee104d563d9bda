"use strict";
(() => {
  const data = JSON.parse(document.getElementById("hover-data").textContent);
  const MINUS = "\u2212";

  const DAYS = { s: 1 / 86400, min: 1 / 1440, h: 1 / 24, day: 1, days: 1 };

  /** @param {string} text as printed: "1,234.50", "−3.1%", "2020-04-17", "12 min" */
  function sortValue(text) {
    const [, amount = text, unit] = /^(\S+) (s|min|h|days?)$/.exec(text) ?? [];
    const number = Number(amount.replaceAll(/[,%+]/g, "").replaceAll(MINUS, "-")) * (DAYS[unit] ?? 1);
    return text === "" || Number.isNaN(number) ? text : number;
  }

  function compare(a, b) {
    if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0;
    return typeof a === "number" ? -1 : 1;
  }

  function makeSortable(table) {
    const body = table.tBodies[0];
    for (const [column, heading] of [...table.tHead.rows[0].cells].entries()) {
      heading.tabIndex = 0;
      const sort = () => {
        const ascending = heading.getAttribute("aria-sort") === "descending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
        const rows = [...body.rows].map((row) => ({ row, value: sortValue(row.cells[column].textContent) }));
        rows.sort((a, b) => (ascending ? compare(a.value, b.value) : compare(b.value, a.value)));
        body.append(...rows.map(({ row }) => row));
        table.dispatchEvent(new Event("sorted"));
      };
      heading.addEventListener("click", sort);
      heading.addEventListener("keydown", (event) => {
        if (event.key === "Enter") sort();
      });
    }
  }

  function makeCollapsible(table) {
    const limit = Number(table.dataset.collapsed);
    const total = table.tBodies[0].rows.length;
    if (total <= limit) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "all";
    let open = false;
    const show = () => {
      for (const [index, row] of [...table.tBodies[0].rows].entries()) row.hidden = !open && index >= limit;
      button.textContent = open ? `Show ${limit}` : `Show all ${total}`;
    };
    button.addEventListener("click", () => {
      open = !open;
      show();
    });
    table.addEventListener("sorted", show);
    table.closest(".scroll").after(button);
    show();
  }

  const money = (value) => {
    const digits = Math.abs(value) < 1000 ? 2 : 0;
    return value
      .toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })
      .replace("-", MINUS);
  };
  const percent = (value) => `${(value * 100).toFixed(1).replace("-", MINUS)}%`;
  const plain = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 3 }).replace("-", MINUS);
  const FORMATS = { net: money, gross: money, benchmark: money, loss: percent, benchmarkLoss: percent };

  /** Index of the place nearest to `at` among ascending places. */
  function nearest(places, at) {
    let low = 0;
    let high = places.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (places[middle] < at) low = middle;
      else high = middle;
    }
    return at - places[low] < places[high] - at ? low : high;
  }

  const outputs = new Map();
  for (const item of document.querySelectorAll("[data-series]")) {
    const output = item.querySelector("output");
    outputs.set(item.dataset.series, { output, last: output.textContent });
  }

  function write(series, text) {
    const found = outputs.get(series);
    if (found) found.output.textContent = text ?? found.last;
  }

  const curvePlots = document.querySelectorAll('[data-hover="equity"], [data-hover="underwater"]');
  const dateLabels = [...curvePlots].map((plot) => {
    const label = document.createElementNS("http://www.w3.org/2000/svg", "text");
    label.setAttribute("class", "date");
    label.setAttribute("dy", "-.3em");
    plot.append(label);
    return label;
  });

  function pointAtCurves(index) {
    const { at, dates, series } = data.equity;
    const x = `${at[index] * 100}%`;
    for (const [place, plot] of [...curvePlots].entries()) {
      const line = plot.querySelector(".crosshair");
      line.setAttribute("x1", x);
      line.setAttribute("x2", x);
      line.classList.add("on");
      dateLabels[place].setAttribute("x", x);
      dateLabels[place].setAttribute("text-anchor", at[index] > 0.9 ? "end" : at[index] < 0.1 ? "start" : "middle");
      dateLabels[place].textContent = dates[index];
    }
    for (const [name, values] of Object.entries(series)) {
      write(name, values[index] === null ? "–" : FORMATS[name](values[index]));
    }
  }

  function leaveCurves() {
    for (const [place, plot] of [...curvePlots].entries()) {
      plot.querySelector(".crosshair").classList.remove("on");
      dateLabels[place].textContent = "";
    }
    for (const name of Object.keys(data.equity.series)) write(name, null);
  }

  function fractionAt(plot, event) {
    const box = plot.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  }

  function makeCrosshair(plot) {
    let index = data.equity.at.length - 1;
    plot.addEventListener("pointermove", (event) => {
      index = nearest(data.equity.at, fractionAt(plot, event).x);
      pointAtCurves(index);
    });
    plot.addEventListener("pointerleave", leaveCurves);
    plot.setAttribute("tabindex", "0");
    plot.addEventListener("blur", leaveCurves);
    plot.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -50, PageDown: 50 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      index = Math.min(data.equity.at.length - 1, Math.max(0, index + step));
      pointAtCurves(index);
    });
  }

  /** Which of `count` equal parts the fraction lies in. */
  function partOf(fraction, count) {
    return Math.min(count - 1, Math.max(0, Math.floor(fraction * count)));
  }

  function makeMapReadout(plot) {
    const { x, y, label, unit, values } = data.map;
    plot.addEventListener("pointermove", (event) => {
      const place = fractionAt(plot, event);
      const column = partOf(place.x, x.values.length);
      const row = partOf(1 - place.y, y.values.length);
      const value = values[row * x.values.length + column];
      const text = value === null ? "–" : unit === "fraction" ? percent(value) : plain(value);
      write("cell", `${x.name} ${x.values[column]} · ${y.name} ${y.values[row]}: ${label} ${text}`);
    });
    plot.addEventListener("pointerleave", () => write("cell", null));
  }

  const THEMES = { auto: "◐ Auto", light: "○ Light", dark: "● Dark" };
  const THEME_KEY = "nightgrid-theme";

  /** Some browsers let a page from disk keep nothing. */
  function readTheme() {
    try {
      return localStorage.getItem(THEME_KEY);
    } catch {
      return null;
    }
  }

  function keepTheme(theme) {
    try {
      localStorage.setItem(THEME_KEY, theme);
    } catch {}
  }

  function makeThemeButton(button) {
    const kept = readTheme();
    const themes = Object.keys(THEMES);
    let theme = themes.includes(kept) ? kept : "auto";
    const show = () => {
      if (theme === "auto") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = theme;
      button.textContent = THEMES[theme];
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length];
      keepTheme(theme);
      show();
    });
    show();
  }

  /** Marks a table that goes on to the right, so that the style sheet can say so. */
  function hintAtMore(region) {
    const look = () => {
      const hidden = region.scrollWidth - region.clientWidth - region.scrollLeft;
      region.toggleAttribute("data-more", hidden > 4);
    };
    region.addEventListener("scroll", look, { passive: true });
    new ResizeObserver(look).observe(region);
    look();
  }

  for (const region of document.querySelectorAll(".scroll")) hintAtMore(region);
  for (const table of document.querySelectorAll("[data-sortable]")) makeSortable(table);
  for (const table of document.querySelectorAll("[data-collapsed]")) makeCollapsible(table);
  if (data.equity) curvePlots.forEach(makeCrosshair);
  if (data.map) document.querySelectorAll('[data-hover="map"]').forEach(makeMapReadout);
  makeThemeButton(document.querySelector(".theme"));
})();
