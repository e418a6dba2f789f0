import { findExecutable } from '../../src/embedded/executables.ts'

/** Gives the path of the Chromium that the machine has; undefined when there is none. */
export const findChromium = (): string | undefined =>
  findExecutable(['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'])
