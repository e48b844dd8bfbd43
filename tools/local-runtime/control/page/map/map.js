/** @import { LinkState, RegionState, RuntimeState } from "../../runtime-state" */
/** @import { Point, Size } from "./projection.js" */
import { byId, setAttributes, setText, svg } from "../dom.js";
import { duration, listed, percent, plural } from "../format.js";
import { statusOf } from "../status.js";
import { placeOf } from "./aws-regions.js";
import { drawClients, drawFlow, drawLink, drawRegion, position } from "./marks.js";
import { beside, projectionFor, separate } from "./projection.js";
import { LAND, UNITS } from "./world-land.js";

/** Room for a region and its two lines of text, in pixels. */
const ROOM = { width: 132, height: 92 };

/** What the layout depends on. It is computed again only when this changes. */
let layoutKey = "";
/** @type {Map<string, Point>} */
let points = new Map();

/** Draws the picture in pixels of the page, so that text has its usual size on a phone too. @param {RuntimeState} state */
export function drawMap(state) {
  const picture = byId("map");
  const size = { width: Math.round(picture.clientWidth), height: Math.round(picture.clientHeight) };
  if (size.width === 0) {
    return;
  }
  layOut(picture, state, size);
  const { regions, replication, sharedName } = state;
  const clients = /** @type {Point} */ (points.get("clients"));
  for (const link of replication) {
    drawLink(
      layer(picture, "links"),
      link,
      at(link.from),
      at(link.to),
      link.severed || (link.queue > 0 && (regions.length <= 3 || link.ageMs > 1000)),
    );
  }
  for (const region of regions) {
    drawFlow(layer(picture, "flows"), region, clients, at(region.name));
    drawRegion(layer(picture, "nodes"), region, at(region.name));
  }
  drawClients(layer(picture, "nodes"), sharedName.clients, clients);
  setText(byId("map-text"), described(state));
}

/** @param {string} region @returns {Point} */
function at(region) {
  return points.get(region) ?? { x: 0, y: 0 };
}

/** @param {Element} picture @param {RuntimeState} state @param {Size} size */
function layOut(picture, { regions, sharedName: { clients } }, size) {
  const names = regions.map(({ name }) => name);
  const key = JSON.stringify([size, names, clients]);
  if (key === layoutKey) {
    return;
  }
  layoutKey = key;
  picture.replaceChildren(...["land", "links", "flows", "nodes"].map((name) => svg("g", { class: name })));
  setAttributes(picture, { viewBox: `0 0 ${size.width} ${size.height}` });
  const project = projectionFor([...names, clients].map(placeOf), size);
  drawLand(layer(picture, "land"), project);
  const wanted = names.map((name) => project(placeOf(name).longitude, placeOf(name).latitude));
  const own = project(placeOf(clients).longitude, placeOf(clients).latitude);
  // Clients in a region of the backend stand beside it.
  const start = names.includes(clients) ? beside(own, wanted, ROOM, size) : own;
  const placed = separate([...wanted, start], ROOM, size);
  points = new Map([...names, "clients"].map((name, index) => [name, placed[index] ?? start]));
}

/** @param {Element} group @param {(longitude: number, latitude: number) => Point} project */
function drawLand(group, project) {
  const coasts = LAND.map((coast) =>
    coast.split(" ").map((pair) => pair.split(",").map((value) => Number(value) / UNITS)),
  );
  // The easternmost land, beyond the 180th meridian, is also at the western edge.
  const again = coasts
    .filter((coast) => coast.some(([longitude = 0]) => longitude > 180))
    .map((coast) => coast.map(([longitude = 0, latitude = 0]) => [longitude - 360, latitude]));
  const d = [...coasts, ...again].map((coast) => {
    const corners = coast.map(([longitude = 0, latitude = 0]) => position(project(longitude, latitude)));
    return `M${corners.join("L")}Z`;
  });
  group.append(svg("path", { d: d.join("") }));
}

/** @param {Element} picture @param {string} name */
function layer(picture, name) {
  return /** @type {Element} */ (picture.querySelector(`g.${name}`));
}

/** The picture in words. @param {RuntimeState} state */
function described({ regions, replication, sharedName }) {
  const places = regions.map((region) => {
    const { label } = statusOf(region);
    return `${region.name} in ${placeOf(region.name).name}: ${label}, ${percent(region.trafficShare)} of the requests`;
  });
  const late = replication
    .filter(({ severed, queue }) => severed || queue > 0)
    .map(({ from, to, severed, queue, ageMs }) => {
      const waiting = `${plural(queue, "write")}, age ${duration(ageMs)}`;
      return `${from} to ${to}: ${severed ? "severed, " : ""}${waiting}`;
    });
  return `Clients near ${placeOf(sharedName.clients).name}. ${places.join(". ")}. Replication: ${listed(late) || "nothing in the queues"}.`;
}
