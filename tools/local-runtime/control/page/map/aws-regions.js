/**
 * @typedef {object} Place
 * @property {string} name AWS's name of the place
 * @property {number} longitude degrees, east is positive
 * @property {number} latitude degrees, north is positive
 */

/**
 * Places of the regions of the partition `aws`, as in "AWS Regions and Availability Zones". The coordinates are those of the city
 * or of the middle of the area. AWS does not publish the exact ones.
 *
 * @type {Readonly<Record<string, Place>>}
 */
const PLACES = {
  "af-south-1": { name: "Cape Town", longitude: 18.4, latitude: -33.9 },
  "ap-east-1": { name: "Hong Kong", longitude: 114.2, latitude: 22.3 },
  "ap-east-2": { name: "Taipei", longitude: 121.5, latitude: 25 },
  "ap-northeast-1": { name: "Tokyo", longitude: 139.7, latitude: 35.7 },
  "ap-northeast-2": { name: "Seoul", longitude: 127, latitude: 37.6 },
  "ap-northeast-3": { name: "Osaka", longitude: 135.5, latitude: 34.7 },
  "ap-south-1": { name: "Mumbai", longitude: 72.9, latitude: 19.1 },
  "ap-south-2": { name: "Hyderabad", longitude: 78.5, latitude: 17.4 },
  "ap-southeast-1": { name: "Singapore", longitude: 103.8, latitude: 1.4 },
  "ap-southeast-2": { name: "Sydney", longitude: 151.2, latitude: -33.9 },
  "ap-southeast-3": { name: "Jakarta", longitude: 106.8, latitude: -6.2 },
  "ap-southeast-4": { name: "Melbourne", longitude: 145, latitude: -37.8 },
  "ap-southeast-5": { name: "Malaysia", longitude: 101.7, latitude: 3.1 },
  "ap-southeast-6": { name: "New Zealand", longitude: 174.8, latitude: -36.8 },
  "ap-southeast-7": { name: "Thailand", longitude: 100.5, latitude: 13.8 },
  "ca-central-1": { name: "Central Canada", longitude: -73.6, latitude: 45.5 },
  "ca-west-1": { name: "Calgary", longitude: -114.1, latitude: 51 },
  "eu-central-1": { name: "Frankfurt", longitude: 8.7, latitude: 50.1 },
  "eu-central-2": { name: "Zurich", longitude: 8.5, latitude: 47.4 },
  "eu-north-1": { name: "Stockholm", longitude: 18.1, latitude: 59.3 },
  "eu-south-1": { name: "Milan", longitude: 9.2, latitude: 45.5 },
  "eu-south-2": { name: "Spain", longitude: -0.9, latitude: 41.6 },
  "eu-west-1": { name: "Ireland", longitude: -6.3, latitude: 53.3 },
  "eu-west-2": { name: "London", longitude: -0.1, latitude: 51.5 },
  "eu-west-3": { name: "Paris", longitude: 2.4, latitude: 48.9 },
  "il-central-1": { name: "Tel Aviv", longitude: 34.8, latitude: 32.1 },
  "me-central-1": { name: "UAE", longitude: 54.4, latitude: 24.5 },
  "me-south-1": { name: "Bahrain", longitude: 50.6, latitude: 26.1 },
  "mx-central-1": { name: "Mexico", longitude: -100.4, latitude: 20.6 },
  "sa-east-1": { name: "São Paulo", longitude: -46.6, latitude: -23.6 },
  "us-east-1": { name: "N. Virginia", longitude: -77.5, latitude: 39 },
  "us-east-2": { name: "Ohio", longitude: -83, latitude: 40 },
  "us-west-1": { name: "N. California", longitude: -121.9, latitude: 37.4 },
  "us-west-2": { name: "Oregon", longitude: -119.7, latitude: 45.8 },
};

/** Names of all known regions, sorted. */
export const REGION_NAMES = Object.keys(PLACES).sort();

/**
 * The place of a region. A region that AWS opened after this list was written is in the Gulf of Guinea, with its own name.
 *
 * @param {string} region
 * @returns {Place}
 */
export function placeOf(region) {
  return PLACES[region] ?? { name: region, longitude: 0, latitude: 0 };
}
