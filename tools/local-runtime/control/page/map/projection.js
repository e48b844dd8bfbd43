/**
 * @typedef {object} Point
 * @property {number} x
 * @property {number} y
 */

/**
 * @typedef {object} Size
 * @property {number} width pixels
 * @property {number} height pixels
 */

/** Smallest part of the world that the picture shows, in degrees of longitude. */
const SMALLEST_WIDTH = 56;
/** Part of the picture's width and height on each side of the outermost places. */
const MARGIN = { x: 0.16, y: 0.24 };
/** The part of the world with land that people live on. Mercator would give the rest most of the picture. */
const LATITUDES = { north: 76, south: -57 };

/** Mercator's latitude, in degrees of longitude at the equator. @param {number} latitude */
function mercator(latitude) {
  return (Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) * 180) / Math.PI;
}

/**
 * A projection in which all places are in the picture. It shows a continent when the places are close to each other, and the world
 * when they are far.
 *
 * @param {readonly import("./aws-regions.js").Place[]} places
 * @param {Size} size
 * @returns {(longitude: number, latitude: number) => Point}
 */
export function projectionFor(places, { width, height }) {
  const xs = places.map(({ longitude }) => longitude);
  const ys = places.map(({ latitude }) => mercator(latitude));
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min(
    width / SMALLEST_WIDTH,
    (width * (1 - 2 * MARGIN.x)) / Math.max(east - west, 1),
    (height * (1 - 2 * MARGIN.y)) / Math.max(north - south, 1),
  );
  const middle = {
    x: inside((west + east) / 2, width / scale, -180, 180),
    y: inside((south + north) / 2, height / scale, mercator(LATITUDES.south), mercator(LATITUDES.north)),
  };
  return (longitude, latitude) => ({
    x: width / 2 + (longitude - middle.x) * scale,
    y: height / 2 - (mercator(Math.min(latitude, 83)) - middle.y) * scale,
  });
}

/**
 * The middle of a window of the given length, moved so that the window is between the limits, if it fits.
 *
 * @param {number} middle
 * @param {number} length
 * @param {number} low
 * @param {number} high
 */
function inside(middle, length, low, high) {
  return length >= high - low ? (low + high) / 2 : Math.min(Math.max(middle, low + length / 2), high - length / 2);
}

/**
 * The place beside a point that is farthest from the other points, on the left if the places are equal.
 *
 * @param {Point} point
 * @param {readonly Point[]} others
 * @param {Size} room
 * @param {Size} size of the picture
 * @returns {Point}
 */
export function beside(point, others, room, size) {
  const places = [-1, 1].flatMap((x) =>
    [0.7, -0.7, 0].map((y) => ({ x: point.x + x * room.width, y: point.y + y * room.height })),
  );
  /** @param {Point} place */
  const distance = (place) => {
    const isOutside =
      place.x < room.width / 2 || place.x > size.width - room.width / 2 || place.y < 40 || place.y > size.height - 60;
    // A region and the label below it.
    const taken = others.flatMap(({ x, y }) => [0, room.height / 2].map((below) => ({ x, y: y + below })));
    const nearest = Math.min(...taken.map((other) => Math.hypot(place.x - other.x, place.y - other.y)));
    return isOutside ? nearest - size.width : Math.round(nearest);
  };
  return places.reduce((best, place) => (distance(place) > distance(best) ? place : best));
}

/**
 * Moves points apart, so that a label fits below each of them. Points that are far enough from each other stay.
 *
 * @param {readonly Point[]} points
 * @param {Size} room width and height that each point needs
 * @param {Size} size of the picture
 * @returns {Point[]}
 */
export function separate(points, room, size) {
  const moved = points.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < 60; round++) {
    for (const [index, one] of moved.entries()) {
      for (const other of moved.slice(index + 1)) {
        const overlap = { x: room.width - Math.abs(one.x - other.x), y: room.height - Math.abs(one.y - other.y) };
        if (overlap.x > 0 && overlap.y > 0) {
          push(one, other, overlap.x <= overlap.y ? "x" : "y", Math.min(overlap.x, overlap.y));
        }
      }
    }
    for (const point of moved) {
      point.x = Math.min(Math.max(point.x, room.width / 2), size.width - room.width / 2);
      point.y = Math.min(Math.max(point.y, 40), size.height - room.height + 12);
    }
  }
  return moved;
}

/**
 * @param {Point} one
 * @param {Point} other
 * @param {"x" | "y"} axis
 * @param {number} distance
 */
function push(one, other, axis, distance) {
  const sign = one[axis] < other[axis] ? -1 : 1;
  one[axis] += (sign * distance) / 2;
  other[axis] -= (sign * distance) / 2;
}
