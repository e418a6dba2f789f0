import { AppError } from '../../core/errors.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { keyPicker } from '../../web/key-page.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { serveFile } from '../files/serve.ts'
import { organizationFor } from '../grants/organizations.ts'
import { itemView } from './item-view.ts'
import { listPaper, takeBack } from './list-paper.ts'
import { queueView } from './queue.ts'
import { pauseSeal } from './seal-pause.ts'
import { beginSignature, finishSignature } from './sign.ts'
import { faceOf, faultWords, NotSigned, sealingOrganization } from './signer.ts'
import { loadItem } from './store.ts'

/** Certificates as the page sends them: base64, the signer's first. */
const certificatesIn = (text = ''): readonly Uint8Array[] =>
  text
    .split(' ')
    .filter((one) => one !== '')
    .slice(0, 6)
    .map((one) => new Uint8Array(Buffer.from(one, 'base64')))

/** A picture as nobody but its reader sees it; what it shows does not change. */
const sendPicture = ({ res }: Context<Applicant>, svg: Buffer): void => {
  res.setHeader('Cache-Control', 'private, max-age=300')
  res.type('image/svg+xml').send(svg)
}

const showItem = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const item = await itemView(deps, await loadItem(deps, context.param('id'), context.actor, 'fill'))
  context.view('signing/item.njk', {
    item,
    key: item.asked === undefined ? undefined : keyPicker(deps, context.res),
    page: {
      title: item.title,
      breadcrumb: [{ href: paths.home, text: '首页' }, { href: paths.sign, text: '待签章' }, { text: item.title }],
    },
  })
}

/** Answers the page's script; why a certificate cannot sign is told in words. */
const answer = async ({ res }: Context<Applicant>, work: () => Promise<object>): Promise<void> => {
  res.setHeader('Cache-Control', 'no-store')
  try {
    res.json(await work())
  } catch (error) {
    if (!(error instanceof NotSigned)) throw error
    res.status(422).json({ fault: faultWords(error) })
  }
}

/** 待签章: papers of an organization's cases are sealed and signed with certificates whose keys stay in the browser. */
export const signingRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'get',
    path: paths.sign,
    handler: async (context) =>
      context.view('signing/queue.njk', {
        queue: await queueView(deps, context.actor),
        page: { title: '待签章', breadcrumb: [{ href: paths.home, text: '首页' }, { text: '待签章' }] },
      }),
  }),
  applicantRoute({
    method: 'post',
    path: paths.listForSigning(':id', ':material'),
    handler: async ({ actor, audit, param, redirect }) => {
      const wanted = { caseId: param('id'), material: param('material') }
      redirect(paths.signItem(await listPaper(deps, actor, audit, wanted)))
    },
  }),
  applicantRoute({ method: 'get', path: paths.signItem(':id'), handler: (context) => showItem(deps, context) }),
  applicantRoute({
    method: 'get',
    path: paths.signFile(':id'),
    handler: async ({ actor, param, res }) => {
      const { item } = await loadItem(deps, param('id'), actor, 'fill')
      const name = `${item.title}${item.state === 'SIGNED' ? '（已签章）' : ''}.pdf`
      await serveFile(res, deps, { sha256: item.sha256, shown: item.sha256, name, type: 'pdf' })
    },
  }),
  applicantRoute({
    method: 'get',
    path: paths.signSeal(':id', ':position'),
    handler: async (context) => {
      const { item, whole, places } = await loadItem(deps, context.param('id'), context.actor, 'fill')
      const place = places.find(({ position }) => String(position) === context.param('position'))
      if (!place || place.signed_at === null) throw new AppError('NOT_FOUND')
      const face = faceOf(deps, place, await sealingOrganization(deps, whole, item.organization_id))
      sendPicture(context, await deps.pdf.sealPicture(face))
    },
  }),
  applicantRoute({
    method: 'post',
    path: paths.signBegin(':id'),
    handler: (context) =>
      answer(context, async () => {
        const [certificate, ...chain] = certificatesIn(context.body['certificate'])
        if (!certificate) throw new AppError('BAD_REQUEST')
        return beginSignature(deps, context.actor, context.param('id'), { certificate, chain })
      }),
  }),
  applicantRoute({
    method: 'post',
    path: paths.signFinish(':id'),
    handler: (context) =>
      answer(context, async () => {
        const { body, actor, audit, param } = context
        const signature = new Uint8Array(Buffer.from(body['signature'] ?? '', 'base64'))
        await finishSignature(deps, actor, audit, { id: param('id'), attempt: body['attempt'] ?? '', signature })
        return { signed: true }
      }),
  }),
  applicantRoute({
    method: 'post',
    path: paths.signTakeBack(':id'),
    handler: async ({ actor, audit, param, redirect }) => {
      const { item } = await loadItem(deps, param('id'), actor, 'fill')
      await takeBack(deps, actor, audit, item)
      redirect(paths.material(item.case_id, item.paper))
    },
  }),
  applicantRoute({
    method: 'get',
    path: paths.organizationSeal(),
    handler: async (context) => {
      const day = localDate(deps.clock.now())
      const speaker = await organizationFor(deps.db.knex, context.actor, day, context.query['for'])
      if (!speaker) throw new AppError('NOT_FOUND')
      const { name, type, authority_id } = speaker.organization
      const face = faceOf(deps, { role: 'organization', name }, { type, authority_id })
      sendPicture(context, await deps.pdf.sealPicture(face))
    },
  }),
  applicantRoute({
    method: 'post',
    path: paths.organizationSeal(),
    handler: async ({ actor, audit, body, redirect }) => {
      await pauseSeal(deps, actor, audit, body['action'] === 'pause')
      redirect(paths.organizationHome)
    },
  }),
]
