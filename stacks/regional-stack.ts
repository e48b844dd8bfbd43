import type { Construct } from "constructs";
import { type NamedKind, type NameScope, physicalName } from "../modules/shared/names";
import { BaseStack, type BaseStackProps } from "./base-stack";

/** A stack whose resources stand in the one region of its provider, and have names of one project and environment. */
export abstract class RegionalStack extends BaseStack {
  /** Where the resources stand, as modules want it. */
  protected readonly account: { readonly accountId: string; readonly region: string };
  /** What every name begins with. */
  protected readonly names: NameScope;

  constructor(scope: Construct, id: string, props: BaseStackProps) {
    super(scope, id, props);
    const { environment, region = environment.region } = props;
    this.account = { accountId: environment.accountId, region };
    this.names = { project: environment.project, environment: environment.name };
  }

  protected nameOf(component: string, kind: NamedKind = "generic"): string {
    return physicalName(this.names, component, kind);
  }
}
