/** A method and a path of a description. */
interface Described {
  readonly method: string;
  readonly path: string;
}

/** A route that fits a request. */
export interface RouteMatch<Route> {
  readonly route: Route;
  /** Percent-encoded, as REST APIs pass them on. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * Finds the route of a request: first the path, then the method. Fixed segments win over parameters, parameters over `{name+}`, and a
 * method over `ANY`.
 */
export class RouteTable<Route extends Described> {
  private readonly routes: readonly { readonly route: Route; readonly segments: readonly string[] }[];

  constructor(routes: readonly Route[]) {
    this.routes = routes
      .map((route) => ({ route, segments: route.path.split("/"), rank: rankOf(route) }))
      .sort((one, other) => (one.rank < other.rank ? -1 : 1));
  }

  /** @param path path of the request without its query */
  find(method: string, path: string): RouteMatch<Route> | undefined {
    const given = path.split("/");
    for (const { route: described, segments } of this.routes) {
      const pathParameters = parametersOf(segments, given);
      if (pathParameters) {
        const route = this.routes.find(({ route: one }) => one.path === described.path && fits(one, method))?.route;
        return route && { route, pathParameters };
      }
    }
    return undefined;
  }
}

function fits(route: Described, method: string): boolean {
  return route.method === method || route.method === "ANY";
}

/** Sorts the routes in the order in which they are tried. */
function rankOf({ method, path }: Described): string {
  const kinds = path.split("/").map((segment) => {
    const isParameter = segment.startsWith("{");
    return isParameter && segment.endsWith("+}") ? "2" : Number(isParameter);
  });
  return `${kinds.join("")} ${method === "ANY" ? 1 : 0}`;
}

function parametersOf(segments: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = given[index] ?? "";
    const [, name, rest] = /^\{([^+}]+)(\+?)\}$/.exec(segment) ?? [];
    if (name !== undefined && rest === "+" && value !== "") {
      parameters[name] = given.slice(index).join("/");
      return parameters;
    }
    if (name !== undefined && value !== "") {
      parameters[name] = value;
    } else if (name !== undefined || segment !== value) {
      return undefined;
    }
  }
  return segments.length === given.length ? parameters : undefined;
}
