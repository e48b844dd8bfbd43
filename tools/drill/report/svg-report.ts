import { UNKNOWN } from "../analysis/series";
import type { DrillReport } from "./drill-report";
import { type Band, bandsOf, maximumOf, valueTicks } from "./svg-scale";

const WIDTH = 960;
const HEIGHT = 400;
/** Space around the chart, for titles and labels. */
const LEFT = 56;
const RIGHT = 20;
const TOP = 92;
const BOTTOM = 64;
const CHART_WIDTH = WIDTH - LEFT - RIGHT;
const CHART_HEIGHT = HEIGHT - TOP - BOTTOM;

/** The colours differ in brightness too, so that they are distinguishable without hue. */
const STYLE = `
.r0{fill:#1f6feb}.r1{fill:#7bb6f7}.r2{fill:#0f766e}.r3{fill:#8fd3c4}.r4{fill:#7c3aed}.unknown{fill:#9aa4b0}.failed{fill:#c9252d}
text{font:13px system-ui,sans-serif;fill:#1c2128}.title{font-size:16px;font-weight:600}.small{font-size:11.5px;fill:#57606a}
.page{fill:#fff}.grid{stroke:#d0d7de;stroke-width:1}.band{fill:#57606a;opacity:.09}.mark{stroke:#1c2128;stroke-width:1.5;stroke-dasharray:4 3}
.line{fill:none;stroke:#9a6700;stroke-width:2}.key{fill:#9a6700}
@media (prefers-color-scheme:dark){
.r0{fill:#4493f8}.r1{fill:#1d4f91}.r2{fill:#2dd4bf}.r3{fill:#115e56}.r4{fill:#a78bfa}.unknown{fill:#6e7681}.failed{fill:#ff7b72}
text{fill:#e6edf3}.small{fill:#9198a1}.page{fill:#0d1117}.grid{stroke:#30363d}.band{fill:#9198a1;opacity:.13}.mark{stroke:#e6edf3}
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
    `<text class="small" x="${LEFT - 44}" y="${TOP - 8}">requests/s</text>`,
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

/** Every second phase has a background. Names are left out where there is no space for them. */
function phaseBands({ phases }: DrillReport, x: (s: number) => number): string[] {
  return phases
    .filter(({ name }) => name !== "verify")
    .flatMap(({ name, from, to }, index) => {
      const width = x(to) - x(from);
      const band =
        index % 2 === 1
          ? [
              `<rect class="band" x="${x(from).toFixed(1)}" y="${TOP}" width="${width.toFixed(1)}" height="${CHART_HEIGHT}"/>`,
            ]
          : [];
      const label =
        width >= name.length * 6.2
          ? [
              `<text class="small" x="${(x(from) + width / 2).toFixed(1)}" y="${TOP - 8}" text-anchor="middle">${name}</text>`,
            ]
          : [];
      return [...band, ...label];
    });
}

function marks({ marks: { fault, restored }, figures }: DrillReport, x: (s: number) => number): string[] {
  const after = (from: number | undefined, seconds: number | undefined) =>
    from === undefined || seconds === undefined ? undefined : from + seconds;
  const all: readonly (readonly [string, number | undefined])[] = [
    ["fault", fault],
    ["detected", after(fault, figures.detection)],
    ["switched", after(fault, figures.switch)],
    ["restored", restored],
    ["recovered", after(restored, figures.recovery)],
  ];
  // Labels in turns on two lines, because two marks can be close together.
  return all.flatMap(([name, at], index) =>
    at === undefined
      ? []
      : [
          `<line class="mark" x1="${x(at).toFixed(1)}" x2="${x(at).toFixed(1)}" y1="${TOP}" y2="${TOP + CHART_HEIGHT}"/>`,
          `<text class="small" x="${(x(at) + 3).toFixed(1)}" y="${TOP + 12 + (index % 2) * 14}">${name}</text>`,
        ],
  );
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
