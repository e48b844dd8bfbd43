import { BaseStack } from "../base-stack";

/** A removed region. It has the backend and the provider only, so that a deployment destroys all resources of the region's state. */
export class ActiveActiveRemovedRegionStack extends BaseStack {}
