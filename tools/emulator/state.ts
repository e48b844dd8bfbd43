import type { Scope } from "./protocol/request";

/** The gateway's data about resources that moto does not support, separate for each account and region. */
export class State {
  private readonly tables = new Map<string, Map<string, unknown>>();

  /** The named table of one account and region. Features that use the same name share the table. */
  regional<T>(scope: Scope, name: string): Map<string, T> {
    return this.table(`${scope.account}/${scope.region}/${name}`);
  }

  /** The named table of one account, for global services such as CloudFront and IAM. */
  global<T>(scope: Scope, name: string): Map<string, T> {
    return this.table(`${scope.account}//${name}`);
  }

  /** A named table that all accounts share, e.g. for endpoints on the internet. */
  shared<T>(name: string): Map<string, T> {
    return this.table(`//${name}`);
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
