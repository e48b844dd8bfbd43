import { missingProgram } from "./missing-program";

/** A fault in one line, and the exit code of the command. */
interface Problem {
  readonly message: string;
  readonly exitCode: 1 | 2;
}

/** What the user does about an error of the operating system, by its code. */
const ADVICE: Readonly<Record<string, readonly [problem: string, advice: string, exitCode: 1 | 2]>> = {
  EACCES: ["no permission", "check its owner and permissions", 2],
  EADDRINUSE: ["the port is in use", "choose another port or stop the process that uses it", 2],
  EADDRNOTAVAIL: ["this machine has no such address", "choose another address", 2],
  EBUSY: ["it is in use", "end the process that uses it", 2],
  ECONNREFUSED: ["no program listens there", "check the address, and that the server runs", 2],
  ECONNRESET: ["the connection was closed", "run the command again", 2],
  EDQUOT: ["the disk quota is used up", "free space and run the command again", 2],
  EEXIST: ["it exists already", "remove it or choose another name", 1],
  EHOSTUNREACH: ["no route to that machine", "check the network", 2],
  EISDIR: ["it is a folder", "name a file", 1],
  ELOOP: ["its symbolic links form a circle", "correct the links", 1],
  EMFILE: ["too many open files", "raise the limit with: ulimit -n 4096", 2],
  ENAMETOOLONG: ["the name is too long", "choose a shorter name", 1],
  ENETUNREACH: ["no network", "check the network", 2],
  ENOENT: ["no such file or folder", "check the name", 1],
  ENOMEM: ["not enough memory", "end other programs", 2],
  ENOSPC: ["no space left on the disk", "free space and run the command again", 2],
  ENOTDIR: ["a part of the path is a file", "name a folder", 1],
  ENOTEMPTY: ["the folder is not empty", "remove its files or choose another folder", 1],
  ENOTFOUND: ["no such host", "check the name and the network", 2],
  EAI_AGAIN: ["the host's name cannot be resolved", "check the network", 2],
  EPERM: ["not permitted", "check its owner and permissions", 2],
  EROFS: ["the file system is read-only", "choose a folder that can be written", 2],
  ETIMEDOUT: ["no answer in time", "check the network", 2],
  EXDEV: ["both paths must be on one file system", "choose another folder", 2],
};

/**
 * An error of the operating system in one line: the operation, the path or address, the reason and what to do.
 *
 * @returns undefined for other errors, which are bugs
 */
export function systemProblem(error: unknown): Problem | undefined {
  const { code, syscall = "work", path, dest, address, port, hostname } = rootOf(error);
  if (code === undefined || !Object.hasOwn(ADVICE, code)) {
    return undefined;
  }
  if (code === "ENOENT" && syscall.startsWith("spawn ")) {
    return { message: missingProgram(path ?? syscall.slice("spawn ".length)), exitCode: 2 };
  }
  const [problem, advice, exitCode] = ADVICE[code] ?? ["", "", 2];
  const where = dest ?? path ?? hostname ?? (address && port ? `${address}:${port}` : address);
  if (where === undefined && syscall === "write") {
    return { message: `the output must be writable, got ${code}: ${problem}; ${advice}`, exitCode };
  }
  const what = where === undefined ? syscall : `${syscall} ${JSON.stringify(where)}`;
  return { message: `${what} must succeed, got ${code}: ${problem}; ${advice}`, exitCode };
}

interface SystemError extends NodeJS.ErrnoException {
  readonly dest?: string;
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
}

/** `fetch` and the AWS SDK wrap the error of the operating system, and a connection to several addresses has one error for each. */
function rootOf(error: unknown): Partial<SystemError> {
  const { cause, errors, code, syscall } = (error ?? {}) as {
    cause?: unknown;
    errors?: readonly unknown[];
    code?: unknown;
    syscall?: unknown;
  };
  if (typeof code === "string" && typeof syscall === "string") {
    return error as SystemError;
  }
  const inner = errors?.[0] ?? cause;
  return inner === undefined ? {} : rootOf(inner);
}
