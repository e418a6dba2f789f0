import { spawnSync } from 'node:child_process'
import { chownSync, lchownSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { findExecutable, isRoot } from './executables.ts'

const nobody = 65_534

/** How a programme that refuses to run as root is run: what stands before its command, and who must own its files. */
export type Identity = { readonly prefix: readonly string[]; readonly owner: number | undefined }

const id = String(nobody)

/**
 * The ways, best first. In a user namespace the process is nobody inside and root's files stay root's outside. Where a
 * container forbids namespaces, it becomes nobody but keeps the right to pass through folders that only root may enter.
 * The last way needs nothing, and works when everybody may enter the folders.
 */
const rootWays: readonly { readonly tool: string; readonly args: readonly string[]; readonly owner: number }[] = [
  { tool: 'unshare', args: ['--user', `--map-user=${id}`, `--map-group=${id}`, '--'], owner: 0 },
  {
    tool: 'setpriv',
    args: [
      `--reuid=${id}`,
      `--regid=${id}`,
      '--clear-groups',
      '--inh-caps=+dac_override',
      '--ambient-caps=+dac_override',
      '--',
    ],
    owner: nobody,
  },
  { tool: 'setpriv', args: [`--reuid=${id}`, `--regid=${id}`, '--clear-groups', '--'], owner: nobody },
]

/** Gives the ways of this machine: one without any prefix for an ordinary user, else those whose tool is there. */
export const possibleIdentities = (): readonly Identity[] => {
  if (!isRoot()) return [{ prefix: [], owner: undefined }]
  return rootWays.flatMap(({ tool, args, owner }) => {
    const path = findExecutable([tool])
    return path === undefined ? [] : [{ prefix: [path, ...args], owner }]
  })
}

/** Gives the folder with all it holds to `owner`, unless it is already theirs. */
const giveTo = (folder: string, owner: number | undefined): void => {
  if (owner === undefined || statSync(folder).uid === owner) return
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(folder, entry), owner, owner)
  }
  chownSync(folder, owner, owner) // last, so that an interrupted change is done again
}

/**
 * Gives the first identity under which `programme` runs and `folder` can be written, and hands the folder over to it;
 * undefined when there is none.
 */
export const identityFor = (
  programme: string,
  folder: string,
  identities: readonly Identity[] = possibleIdentities(),
): Identity | undefined =>
  identities.find(({ prefix, owner }) => {
    giveTo(folder, owner)
    const probe = 'test -w "$1" && exec "$2" --version'
    const command = [...prefix, '/bin/sh', '-c', probe, 'sh', folder, programme] as const
    return spawnSync(command[0] ?? '', command.slice(1), { stdio: 'ignore', env: {} }).status === 0
  })
