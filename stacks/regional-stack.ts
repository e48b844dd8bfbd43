import { BaseStack } from "./base-stack";

/** The former name of {@link BaseStack}, for stacks that still extend it. */
export abstract class RegionalStack extends BaseStack {}
