import type { Request, Response } from 'express'
import { paths } from './paths.ts'

/** The two sides applicants log in on. */
type Door = 'personal' | 'legal'

const cookie = 'door'
const year = 365 * 86_400_000

/** Where whoever must log in is sent: the side used last in this browser, 个人登录 for whoever never logged in. */
export const lastDoorPath = (req: Request): string =>
  /(?:^|;\s*)door=legal(?:;|$)/.test(req.headers.cookie ?? '') ? paths.loginLegal : paths.loginPersonal

export const rememberDoor = (res: Response, door: Door, secure: boolean): void => {
  res.cookie(cookie, door, { maxAge: year, httpOnly: true, sameSite: 'lax', secure, path: '/' })
}
