import type { Request, Response } from 'express'
import { paths } from './paths.ts'
import type { Applicant } from './route.ts'
import { readCookie } from './sessions.ts'

/** Which door an applicant's browser came through last. */
const cookie = 'door'
const year = 365 * 86_400_000

/** Where whoever must log in is sent: the side used last in this browser, 个人登录 for whoever never logged in. */
export const lastDoorPath = (req: Request): string =>
  readCookie(req, cookie) === 'legal' ? paths.loginLegal : paths.loginPersonal

/** Remembers the side of whoever is logged in; 个人登录 needs no remembering where nothing else was. */
export const rememberDoor = (req: Request, res: Response, { kind }: Applicant, secure: boolean): void => {
  const door = readCookie(req, cookie)
  const wanted = kind === 'LEGAL_PERSON' ? 'legal' : 'personal'
  if (door === wanted || (door === undefined && wanted === 'personal')) return
  res.cookie(cookie, wanted, { maxAge: year, httpOnly: true, sameSite: 'lax', secure, path: '/' })
}
