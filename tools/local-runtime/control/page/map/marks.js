/** @import { LinkState, RegionState } from "../../runtime-state" */
/** @import { Point } from "./projection.js" */
import { setAttributes, setText, svg } from "../dom.js";
import { count, duration, percent } from "../format.js";
import { statusOf } from "../status.js";
import { placeOf } from "./aws-regions.js";

/** Radius of a region, in pixels. */
const RADIUS = 11;
/** Distance between the lines of the two directions of replication, in pixels. */
const BEND = 0.16;

/**
 * A region: an icon of its status, its name and its share of the requests.
 *
 * @param {Element} layer
 * @param {RegionState} region
 * @param {Point} point
 */
export function drawRegion(layer, region, { x, y }) {
  const { kind, label } = statusOf(region);
  const group = mark(layer, `region ${region.name}`, "node", () => [
    svg("circle", { class: "halo", r: RADIUS + 7 }),
    svg("use", { class: "icon", x: -RADIUS, y: -RADIUS, width: RADIUS * 2, height: RADIUS * 2 }),
    svg("text", { class: "name", y: RADIUS + 22 }),
    svg("text", { class: "detail", y: RADIUS + 38 }),
  ]);
  setAttributes(group, { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, "data-status": kind });
  setAttributes(part(group, "icon"), { href: `#icon-${kind}` });
  setText(part(group, "name"), region.name);
  setText(part(group, "detail"), label);
}

/** @param {Element} layer @param {string} region @param {Point} point */
export function drawClients(layer, region, { x, y }) {
  const group = mark(layer, "clients", "clients", () => [
    svg("circle", { class: "halo", r: 15 }),
    svg("path", {
      class: "people",
      d: "M0-1.5a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2ZM-7 8.5c0-4.4 3-7 7-7s7 2.6 7 7Z",
    }),
    svg("text", { class: "name", y: 33 }),
    svg("text", { class: "detail", y: 49 }),
  ]);
  setAttributes(group, { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` });
  setText(part(group, "name"), "Clients");
  setText(part(group, "detail"), `near ${placeOf(region).name}`);
}

/**
 * The requests of the clients that a region answers. The width is the share.
 *
 * @param {Element} layer
 * @param {RegionState} region
 * @param {Point} from
 * @param {Point} to
 */
export function drawFlow(layer, { name, trafficShare }, from, to) {
  const group = mark(layer, name, "flow", () => [
    svg("path", { class: "line" }),
    svg("path", { class: "motion" }),
    svg("text", { class: "share" }),
  ]);
  const d = `M${position(from)}L${position(to)}`;
  setAttributes(group, { "data-active": String(trafficShare > 0) });
  setAttributes(part(group, "line"), { d, "stroke-width": trafficShare > 0 ? (2 + 7 * trafficShare).toFixed(1) : 1 });
  setAttributes(part(group, "motion"), { d });
  setAttributes(part(group, "share"), {
    x: (from.x * 0.5 + to.x * 0.5).toFixed(1),
    y: ((from.y + to.y) / 2 - 10).toFixed(1),
  });
  setText(part(group, "share"), trafficShare > 0 ? percent(trafficShare) : "");
}

/**
 * The replication from one region to another.
 *
 * @param {Element} layer
 * @param {LinkState} link
 * @param {Point} from
 * @param {Point} to
 * @param {boolean} hasText
 */
export function drawLink(layer, { from: source, to: target, severed, queue, ageMs }, from, to, hasText) {
  const group = mark(layer, `${source} ${target}`, "link", () => [
    svg("path", { class: "wire" }),
    svg("path", { class: "cut", d: "m-5-5 10 10m0-10L-5 5" }),
    svg("text", { class: "queue" }),
  ]);
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const top = { x: (from.x + to.x) / 2 + dy * BEND, y: (from.y + to.y) / 2 - dx * BEND };
  // The curve passes half-way between its control point and the straight line.
  const middle = { x: (from.x + to.x) / 4 + top.x / 2, y: (from.y + to.y) / 4 + top.y / 2 };
  setAttributes(group, {
    "data-status": severed ? "bad" : ageMs > 5000 ? "warn" : "good",
    "data-severed": String(severed),
  });
  setAttributes(part(group, "wire"), { d: `M${position(from)}Q${position(top)} ${position(to)}` });
  setAttributes(part(group, "cut"), { transform: `translate(${position(middle)})` });
  setAttributes(part(group, "queue"), { x: middle.x.toFixed(1), y: (middle.y + (dx > 0 ? -9 : 19)).toFixed(1) });
  const arrow = dx > 0 ? "→" : "←";
  const text = `${count(queue)} · ${duration(ageMs)}`;
  setText(part(group, "queue"), hasText ? (dx > 0 ? `${text} ${arrow}` : `${arrow} ${text}`) : "");
}

/** @param {Point} point */
export function position({ x, y }) {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

/**
 * The group of a mark, created when it is first drawn.
 *
 * @param {Element} layer
 * @param {string} key
 * @param {string} className
 * @param {() => Element[]} create
 */
function mark(layer, key, className, create) {
  const existing = [...layer.children].find((child) => child.getAttribute("data-key") === key);
  if (existing) {
    return existing;
  }
  const group = svg("g", { class: className, "data-key": key });
  group.append(...create());
  layer.append(group);
  return group;
}

/** @param {Element} group @param {string} name */
function part(group, name) {
  return /** @type {Element} */ (group.querySelector(`.${name}`));
}
