/** An error with the name that Secrets Manager uses. */
export class ServiceError extends Error {
  override readonly name: string;

  constructor(name: string) {
    super(name);
    this.name = name;
  }
}

interface Version {
  value?: string;
  readonly stages: Set<string>;
}

/** Secrets Manager in memory, as far as a rotation uses it (API reference). */
export class InMemorySecrets {
  private readonly secrets = new Map<string, Map<string, Version>>();

  /** Writes a version with its labels, outside a rotation. */
  put(secretId: string, versionId: string, value: string, ...stages: string[]): void {
    const versions = this.secrets.get(secretId) ?? new Map<string, Version>();
    this.secrets.set(secretId, versions);
    versions.set(versionId, { value, stages: new Set() });
    for (const stage of stages) {
      this.label(secretId, stage, versionId);
    }
  }

  /** Starts a rotation like RotateSecret: with an empty version that has the label AWSPENDING. */
  begin(secretId: string, token: string): void {
    const versions = this.versions(secretId);
    versions.set(token, versions.get(token) ?? { stages: new Set() });
    this.label(secretId, "AWSPENDING", token);
  }

  describe(secretId: string): Record<string, string[]> {
    const labelled = [...this.versions(secretId)].filter(([, { stages }]) => stages.size > 0);
    return Object.fromEntries(labelled.map(([id, { stages }]) => [id, [...stages]]));
  }

  get(secretId: string, { id, stage }: { id?: string | undefined; stage?: string | undefined }): string {
    const versions = this.versions(secretId);
    const version = id
      ? versions.get(id)
      : [...versions.values()].find(({ stages }) => stages.has(stage ?? "AWSCURRENT"));
    if (version?.value === undefined) {
      throw new ServiceError("ResourceNotFoundException");
    }
    return version.value;
  }

  /** The value of the version with this label, parsed as JSON. */
  json(secretId: string, stage = "AWSCURRENT"): Record<string, unknown> {
    return JSON.parse(this.get(secretId, { stage }));
  }

  putValue(secretId: string, token: string, value: string, stages: readonly string[]): void {
    const versions = this.versions(secretId);
    const known = versions.get(token);
    if (known?.value !== undefined && known.value !== value) {
      throw new ServiceError("ResourceExistsException");
    }
    versions.set(token, { value, stages: known?.stages ?? new Set() });
    for (const stage of stages) {
      this.label(secretId, stage, token);
    }
  }

  updateStage(secretId: string, stage: string, to: string, from: string): void {
    if (!this.versions(secretId).get(from)?.stages.has(stage)) {
      throw new ServiceError("InvalidParameterException");
    }
    this.label(secretId, stage, to);
  }

  /** Moves a label to one version. The version that loses AWSCURRENT receives AWSPREVIOUS. */
  private label(secretId: string, stage: string, to: string): void {
    const versions = this.versions(secretId);
    for (const [id, { stages }] of versions) {
      if (stages.delete(stage) && stage === "AWSCURRENT" && id !== to) {
        this.label(secretId, "AWSPREVIOUS", id);
      }
    }
    versions.get(to)?.stages.add(stage);
  }

  private versions(secretId: string): Map<string, Version> {
    const versions = this.secrets.get(secretId);
    if (!versions) {
      throw new ServiceError("ResourceNotFoundException");
    }
    return versions;
  }
}
