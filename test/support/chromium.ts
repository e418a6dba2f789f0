import { findExecutable } from '../../src/embedded/executables.ts'

/** Gives the path of the Chromium that the machine has; undefined when there is none. */
export const findChromium = (): string | undefined =>
  findExecutable(['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'])

/**
 * The same browser without its windows, where the machine has it: a whole Chromium draws a frame with buttons round
 * every page also where nobody looks, which costs more than the page. It has no viewer for PDF files.
 */
export const findHeadlessChromium = (): string | undefined => findExecutable(['chromium-headless-shell'])
