import { execFile } from 'node:child_process'

/** Runs a tool of poppler over a PDF (`-` among the arguments); gives what it prints. */
export const poppler = (tool: string, args: readonly string[], pdf: Buffer): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = execFile(tool, [...args], { maxBuffer: 16_000_000 }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    )
    child.stdin?.end(pdf)
  })
