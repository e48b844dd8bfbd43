/** The emulated AWS cannot start for a reason that the user can remove. The message contains what to do. */
export class StartError extends Error {}
