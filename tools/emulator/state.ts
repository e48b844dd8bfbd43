import type { Scope } from "./protocol/request";

/** Resources of the gateway that moto does not support, separately for every account and region. */
export class State {
  private readonly tables = new Map<string, Map<string, unknown>>();

  /**
   * The named table of one account and region. Its name should describe its content. Features that use the same name share the
   * table.
   */
  regional<T>(scope: Scope, name: string): Map<string, T> {
    return this.table(`${scope.account}/${scope.region}/${name}`);
  }

  /** The named table of one account, for services that have no regions (CloudFront, IAM). */
  global<T>(scope: Scope, name: string): Map<string, T> {
    return this.table(`${scope.account}//${name}`);
  }

  reset(): void {
    this.tables.clear();
  }

  private table<T>(key: string): Map<string, T> {
    const found = this.tables.get(key);
    if (found !== undefined) {
      return found as Map<string, T>;
    }
    const made = new Map<string, T>();
    this.tables.set(key, made);
    return made;
  }
}
