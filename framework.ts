import util from "node:util";

const prepared = Error.prepareStackTrace;

/**
 * Settings of the process that CDKTF synthesizes in. CDKTF takes the whole stack trace of every reference that is made, thousands
 * of them, to tell where a token came from if it cannot be resolved. Writing those out would be a quarter of the synth, under
 * jest a third: they stay empty. Traces of errors are written out as before, under Node not mapped to TypeScript.
 */
export function hurryTraces(): void {
  process.setSourceMapsEnabled(false);
  Error.prepareStackTrace = (error, frames) => {
    if (!(error instanceof Error)) {
      return "";
    }
    return prepared ? prepared(error, frames) : `${error}\n    at ${frames.join("\n    at ")}`;
  };
  // CDKTF calls util.isArray, which Node warns of from 22 on. Nobody will mend it (ADR 1), and nobody who runs this could.
  Object.assign(util, { isArray: Array.isArray });
}

/** Maps the traces that somebody gets to read to lines of TypeScript again. */
export function mapTraces(): void {
  process.setSourceMapsEnabled(true);
  Error.prepareStackTrace = prepared;
}
