import { UNKNOWN } from "../analysis/series";
import type { DrillReport } from "./drill-report";
import { BOTTOM, CHART_HEIGHT, CHART_WIDTH, HEIGHT, LEFT, RIGHT, TOP, WIDTH } from "./svg-layout";
import { marks, phaseBands } from "./svg-marks";
import { type Band, bandsOf, maximumOf, valueTicks } from "./svg-scale";

/** The colours differ in brightness too, so that they are distinguishable without hue. */
const STYLE = `
.r0{fill:#1f6feb}.r1{fill:#8fd3c4}.r2{fill:#0f766e}.r3{fill:#b9a2f5}.r4{fill:#7c3aed}.unknown{fill:#9aa4b0}.failed{fill:#c9252d}
text{font:13px system-ui,sans-serif;fill:#1c2128}.title{font-size:16px;font-weight:600}.small{font-size:11.5px;fill:#57606a}
.page{fill:#fff}.grid{stroke:#d0d7de;stroke-width:1}.band{fill:#57606a;opacity:.12}.mark{stroke:#1c2128;stroke-width:1.5;stroke-dasharray:4 3}
.line{fill:none;stroke:#9a6700;stroke-width:2}.key{fill:#9a6700}
@media (prefers-color-scheme:dark){
.r0{fill:#4493f8}.r1{fill:#1a6b60}.r2{fill:#2dd4bf}.r3{fill:#5b3fa0}.r4{fill:#a78bfa}.unknown{fill:#6e7681}.failed{fill:#ff7b72}
text{fill:#e6edf3}.small{fill:#9198a1}.page{fill:#0d1117}.grid{stroke:#30363d}.band{fill:#9198a1;opacity:.2}.mark{stroke:#e6edf3}
.line{stroke:#d29922}.key{fill:#d29922}}`;

/** The drill as a picture: requests per second by answering region, failed and stale ones, and the phases. */
export function svgReport(report: DrillReport): string {
  const regions = regionsOf(report);
  const names = [...regions, UNKNOWN, "failed"];
  const bands = bandsOf(report.intervals, names);
  const maximum = maximumOf(bands);
  const duration = Math.max(report.durationSeconds, report.intervals.length, 1);
  const x = (seconds: number) => LEFT + (Math.min(seconds, duration) / duration) * CHART_WIDTH;
  const y = (value: number) => TOP + CHART_HEIGHT - (value / maximum) * CHART_HEIGHT;
  const className = (name: string) => {
    const index = regions.indexOf(name);
    return index < 0 ? name : `r${index % 5}`;
  };
  const title = `${report.scenario} drill in ${report.region}, ${report.environment}: ${report.result}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="desc">${escaped(description(report, regions))}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="page" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text class="title" x="${LEFT}" y="26">${escaped(title)}</text>`,
    `<text class="small" x="${LEFT}" y="45">${escaped(summary(report))}</text>`,
    ...phaseBands(report, x),
    ...valueTicks(maximum).flatMap((value) => [
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}"/>`,
      `<text class="small" x="${LEFT - 8}" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
    ]),
    ...names.map((name) => `<path class="${className(name)}" d="${bars(bands, name, x, y)}"/>`),
    stale(report, x, y, maximum),
    ...marks(report, x),
    ...timeTicks(duration).map(
      (seconds) =>
        `<text class="small" x="${x(seconds).toFixed(1)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${seconds} s</text>`,
    ),
    `<text class="small" x="4" y="${TOP - 8}">req/s</text>`,
    ...legend(legendNames(report, names), className),
    "</svg>",
    "",
  ].join("\n");
}

/** The region that fails first, so that it has the same colour in every picture. */
function regionsOf({ intervals, region }: DrillReport): string[] {
  const found = new Set(intervals.flatMap(({ answered }) => Object.keys(answered)));
  found.delete(UNKNOWN);
  found.delete(region);
  return [region, ...[...found].sort()];
}

function description(report: DrillReport, regions: readonly string[]): string {
  const totals = regions.map((name) => {
    const count = report.intervals.reduce((sum, { answered }) => sum + (answered[name] ?? 0), 0);
    return `${name} answered ${count} requests`;
  });
  const failed = report.intervals.reduce((sum, interval) => sum + interval.failed, 0);
  return `Requests through the shared name in each second. ${totals.join(", ")}, ${failed} failed. ${summary(report)}.`;
}

function summary({ figures, speed, scenario, rate }: DrillReport): string {
  const seconds = (value: number | undefined) => (value === undefined ? "not reached" : `${value.toFixed(1)} s`);
  return [
    ...(scenario === "replication"
      ? []
      : [`detection ${seconds(figures.detection)}`, `switch ${seconds(figures.switch)}`]),
    `recovery ${seconds(figures.recovery)}`,
    `lost ${figures.lost ?? "not verified"}`,
    `stale ${figures.reads.stale}`,
    `${rate} requests/s`,
    ...(speed === 1 ? [] : [`checks and TTLs ${speed} times as fast`]),
  ].join(", ");
}

function bars(bands: readonly Band[], name: string, x: (s: number) => number, y: (v: number) => number): string {
  return bands
    .flatMap(({ from, to, layers }) => {
      const layer = layers[name];
      const [left, right] = [x(from), x(to)].map((value) => value.toFixed(1));
      return layer === undefined || layer.from === layer.to
        ? []
        : [`M${left} ${y(layer.from).toFixed(1)}V${y(layer.to).toFixed(1)}H${right}V${y(layer.from).toFixed(1)}Z`];
    })
    .join("");
}

/** Stale reads have a line of their own, because they also count reads under the own names of regions. */
function stale({ intervals }: DrillReport, x: (s: number) => number, y: (v: number) => number, maximum: number) {
  if (!intervals.some((interval) => interval.stale > 0)) {
    return "";
  }
  const points = intervals.map(
    (interval) => `${x(interval.from + 0.5).toFixed(1)},${y(Math.min(interval.stale, maximum)).toFixed(1)}`,
  );
  return `<polyline class="line" points="${points.join(" ")}"/>`;
}

function timeTicks(duration: number): number[] {
  const step = [5, 10, 15, 30, 60, 120, 300].find((seconds) => duration / seconds <= 12) ?? 600;
  return Array.from({ length: Math.floor(duration / step) + 1 }, (_, index) => index * step);
}

function legendNames({ intervals }: DrillReport, names: readonly string[]): string[] {
  const hasUnknown = intervals.some(({ answered }) => (answered[UNKNOWN] ?? 0) > 0);
  const hasStale = intervals.some(({ stale: count }) => count > 0);
  return [...names.filter((name) => name !== UNKNOWN || hasUnknown), ...(hasStale ? ["stale reads"] : [])];
}

function legend(names: readonly string[], className: (name: string) => string): string[] {
  let left = LEFT;
  return names.flatMap((name) => {
    const text = name === UNKNOWN ? "not found" : name;
    const at = left;
    left += 34 + text.length * 7.4;
    const key = name === "stale reads" ? "key" : className(name);
    return [
      `<rect class="${key}" x="${at.toFixed(1)}" y="${HEIGHT - 28}" width="14" height="14" rx="2"/>`,
      `<text x="${(at + 20).toFixed(1)}" y="${HEIGHT - 16}">${escaped(text)}</text>`,
    ];
  });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
