import { readFile, stat, writeFile } from 'node:fs/promises'
import { fileTypeFromFile } from 'file-type'
import sharp from 'sharp'
import type { FileType } from '../../core/matters/define.ts'
import { fileTypes, maxFileBytes } from '../../core/files.ts'
import { pdfFinding, type PdfFinding } from './pdf-contents.ts'

export type Inspection =
  { readonly ok: true; readonly type: FileType } | { readonly ok: false; readonly message: string }

const refuse = (message: string): Inspection => ({ ok: false, message })

const typeOfExtension: Readonly<Record<string, FileType>> = { pdf: 'pdf', jpg: 'jpg', png: 'png' }

/** Largest picture taken, in pixels: a bomb of a few bytes may claim far more. */
const maxPixels = 50_000_000

const sentences = {
  encrypted: 'PDF设置了密码或加密，请去除后上传',
  active: 'PDF含有脚本、附件或动态表单，请打印为普通PDF后上传',
  unreadable: 'PDF的内容无法检查，请打印为普通PDF后上传',
} as const satisfies Record<PdfFinding, string>

/** The end of a ZIP archive is looked for in as many last bytes as an archive's comment may have. */
const zipTail = 65_557

const inspectPdf = async (path: string): Promise<Inspection> => {
  const bytes = await readFile(path)
  if (!bytes.subarray(-2048).includes('%%EOF')) return refuse('文件不完整或不是有效的PDF，请重新导出后上传')
  // A ZIP that begins with a PDF header is two files at once.
  if (bytes.subarray(-zipTail).includes('PK\u0005\u0006'))
    return refuse('文件内容混有其他格式，请重新导出为普通PDF后上传')
  const found = await pdfFinding(bytes)
  return found ? refuse(sentences[found]) : { ok: true, type: 'pdf' }
}

/** Decodes a picture to see that it is whole, and writes it back without EXIF (place and device of the photograph). */
const inspectPicture = async (path: string, type: 'jpg' | 'png'): Promise<Inspection> => {
  try {
    const picture = sharp(path, { limitInputPixels: maxPixels, failOn: 'error' }).rotate()
    const cleaned = await (type === 'jpg' ? picture.jpeg({ quality: 90 }) : picture.png()).toBuffer()
    if (cleaned.length > maxFileBytes) return refuse('图片过大，请缩小后上传')
    await writeFile(path, cleaned)
    return { ok: true, type }
  } catch {
    return refuse('图片已损坏或过大，请重新拍摄或扫描后上传')
  }
}

/**
 * Says what an uploaded file is from its bytes, and whether it is acceptable (S40). Name and declared type are only
 * claims: the ending must agree with the bytes. Pictures lose their EXIF data on the way.
 */
export const inspectFile = async (path: string, name: string, accept: readonly FileType[]): Promise<Inspection> => {
  const { size } = await stat(path)
  if (size === 0) return refuse('文件是空的（0字节），请重新选择')
  if (size > maxFileBytes) return refuse(`文件超过${maxFileBytes / 1024 / 1024}MB，请压缩后上传`)
  const words = accept.map((type) => fileTypes[type].text).join('、')
  const found = await fileTypeFromFile(path)
  const type = found && typeOfExtension[found.ext]
  if (!type || !accept.includes(type)) return refuse(`文件内容不是${words}格式，请转换后上传`)
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  if (!(fileTypes[type].extensions as readonly string[]).includes(ending))
    return refuse(`文件名的后缀与内容不一致：内容是${fileTypes[type].text}，请改正后缀后上传`)
  return type === 'pdf' ? inspectPdf(path) : inspectPicture(path, type)
}
