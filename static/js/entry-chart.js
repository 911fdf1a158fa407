// Lines over time, drawn from the table that stands behind them.
import uPlot from "uplot";

const HEIGHT = 240;

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function read(table) {
  const rows = [...table.tBodies[0].rows];
  const x = rows.map((row) => Number(row.querySelector("[data-x]").dataset.x));
  const names = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent);
  const valueOf = (row, at) => row.querySelectorAll("[data-y]")[at].dataset.y;
  const series = names.map((_name, at) => rows.map((row) => (valueOf(row, at) === "" ? null : Number(valueOf(row, at)))));
  return { heading: table.tHead.rows[0].cells[0].textContent, names, data: [x, ...series] };
}

function options(heading, names, width) {
  const line = { stroke: colour("--line"), width: 1 };
  const axis = { stroke: colour("--muted"), grid: line, ticks: line, font: "12px Inter" };
  const style = document.documentElement.lang === "vi" ? { day: "2-digit", month: "2-digit" } : { day: "numeric", month: "short" };
  const day = new Intl.DateTimeFormat("en-GB", { ...style, timeZone: "UTC" });
  return {
    width,
    height: HEIGHT,
    cursor: { y: false },
    scales: { y: { range: (_plot, low, high) => [Math.min(0, low), Math.max(1, high * 1.1)] } },
    axes: [{ ...axis, values: (_plot, ticks) => ticks.map((tick) => day.format(tick * 1000)) }, { ...axis, size: 44 }],
    series: [
      { label: heading, value: (_plot, value) => (value === null ? "–" : day.format(value * 1000)) },
      ...names.map((label, at) => ({ label, stroke: colour(`--chart-${(at % 6) + 1}`), width: 2, points: { show: false } })),
    ],
  };
}

function draw(figure) {
  const host = figure.querySelector("[data-chart-host]");
  const { heading, names, data } = read(figure.querySelector("[data-chart-table]"));
  host.replaceChildren();
  const plot = new uPlot(options(heading, names, host.clientWidth), data, host);
  host.plotObserver?.disconnect();
  host.plotObserver = new ResizeObserver(([entry]) => plot.setSize({ width: entry.contentRect.width, height: HEIGHT }));
  host.plotObserver.observe(host);
}

function drawAll() {
  for (const figure of document.querySelectorAll("[data-line-chart]")) draw(figure);
}

drawAll();
document.addEventListener("display:changed", drawAll);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
