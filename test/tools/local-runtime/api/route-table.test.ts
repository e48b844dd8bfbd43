import { RouteTable } from "../../../../tools/local-runtime/api/route-table";

const ROUTES = [
  { method: "ANY", path: "/files/{name+}" },
  { method: "GET", path: "/items/{item_id}" },
  { method: "GET", path: "/items/latest" },
  { method: "ANY", path: "/items/{item_id}" },
  { method: "POST", path: "/items" },
  { method: "GET", path: "/" },
];

describe("RouteTable", () => {
  const table = new RouteTable(ROUTES);

  it.each([
    ["GET", "/items/1", "GET /items/{item_id}", { item_id: "1" }],
    ["GET", "/items/a%2Fb", "GET /items/{item_id}", { item_id: "a%2Fb" }],
    ["GET", "/items/latest", "GET /items/latest", {}],
    ["DELETE", "/items/1", "ANY /items/{item_id}", { item_id: "1" }],
    ["DELETE", "/items/latest", undefined, undefined],
    ["POST", "/items", "POST /items", {}],
    ["PUT", "/files/a/b", "ANY /files/{name+}", { name: "a/b" }],
    ["GET", "/", "GET /", {}],
    ["GET", "/items", undefined, undefined],
    ["GET", "/items/", undefined, undefined],
    ["GET", "/items/1/2", undefined, undefined],
    ["POST", "/items/", undefined, undefined],
    ["GET", "/files/", undefined, undefined],
    ["GET", "", undefined, undefined],
  ])("%s %s is %s", (method, path, route, parameters) => {
    const match = table.find(method, path);
    expect(match && `${match.route.method} ${match.route.path}`).toBe(route);
    expect(match?.pathParameters).toEqual(parameters);
  });
});
