/** @import { ItemState, RuntimeState } from "../../runtime-state" */
import { byId, html, patchList, setText } from "../dom.js";
import { listed } from "../format.js";

/** @param {RuntimeState} state */
export function showItems({ items, regions }) {
  byId("no-items").hidden = items.length > 0;
  patchList(byId("items"), items, {
    key: ({ id }) => id,
    create: () => {
      const row = html("tr");
      const head = html("th");
      head.setAttribute("scope", "row");
      row.append(head, html("td"), html("td", "number"), html("td"));
      return row;
    },
    update: (row, item) => {
      const [id, origin, version, stored] = /** @type {[Element, Element, Element, Element]} */ ([...row.children]);
      setText(id, item.id);
      setText(origin, item.originRegion);
      setText(version, String(item.version));
      setText(stored, storedIn(item, regions.length));
    },
  });
}

/** @param {ItemState} item @param {number} all */
function storedIn({ regions }, all) {
  return regions.length === all ? `all ${all} regions` : `${listed(regions)} only`;
}
