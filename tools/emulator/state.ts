import type { Scope } from "./protocol/request";

/** What the gateway keeps of the resources that moto does not know, apart for every account and region. */
export class State {
  private readonly tables = new Map<string, Map<string, unknown>>();

  /** The named table of one account and region. Name it after what it holds: two features that name one share it. */
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
