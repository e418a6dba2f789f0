/**
 * What may be wrong with an uploaded file, and what is said about it. `formats` names the kinds that are taken at this
 * place, or what the file is. The one table: whoever looks into files gives a key, whoever answers gives the sentence.
 */
const fileFindings = {
  empty: () => '文件是空的（0字节），请重新选择',
  unknown: (formats) => `文件内容不是${formats}格式，请转换后上传`,
  'other-ending': (formats) => `文件名的后缀与内容不一致：内容是${formats}，请改正后缀后上传`,
  // Formats that people bring and the portal does not take: how to come from there to one it takes.
  heic: (formats) =>
    `这是手机的HEIC照片，网页不能显示。苹果手机请在“设置→相机→格式”选择“兼容性最佳”后重新拍摄，或者在相册里把照片导出、截屏为JPG；这里可以上传${formats}`,
  webp: (formats) => `这是WebP图片，请用画图、看图软件打开后另存为JPG或PNG；这里可以上传${formats}`,
  bitmap: (formats) => `这是BMP、TIFF或GIF图片，请用画图、看图软件打开后另存为JPG或PNG；这里可以上传${formats}`,
  word: (formats) => `这是Word或WPS文字文档，请打开后选择“另存为”或“输出为PDF”；这里可以上传${formats}`,
  sheet: (formats) => `这是Excel或WPS表格，请打开后选择“另存为”或“输出为PDF”；这里可以上传${formats}`,
  slides: (formats) => `这是PPT或WPS演示文稿，请打开后选择“另存为”或“输出为PDF”；这里可以上传${formats}`,
  office: (formats) => `这是Word、Excel或WPS文档，请打开后选择“另存为”或“输出为PDF”；这里可以上传${formats}`,
  ofd: (formats) => `这是OFD文件，请用OFD阅读软件转换（打印）为PDF；这里可以上传${formats}`,
  archive: (formats) => `这是压缩包，请解压后逐个上传其中的文件；这里可以上传${formats}`,
  'pdf-broken': () => '文件不完整或不是有效的PDF，请重新导出后上传',
  'pdf-mixed': () => '文件内容混有其他格式，请重新导出为普通PDF后上传',
  'pdf-locked': () => 'PDF设置了打开密码，或者用本系统不支持的方式加密，请去除后上传',
  'pdf-active': () => 'PDF含有脚本、附件或动态表单，请打印为普通PDF后上传',
  'pdf-unreadable': () => 'PDF的内容无法检查，请打印为普通PDF后上传',
  'pdf-not-fixed': () => 'PDF里有填写或批注的内容没有固定在页面上，请打印为普通PDF后上传',
  'pdf-too-long': () => 'PDF的页数或内容过多，请拆分为几个文件后上传',
  'picture-broken': () => '图片已损坏，请重新拍摄或扫描后上传',
  'picture-odd': () => '图片的编码方式少见，无法检查，请用画图、看图软件另存为普通JPG或PNG后上传',
  'picture-moving': () => '这是动态图片，请截取其中一幅，另存为JPG或PNG后上传',
  'picture-too-large': () => '图片的尺寸过大，请缩小到5000万像素以内后上传',
  'picture-small': () =>
    '图片太小，看不清上面的字：短边至少400像素。请重新拍摄或扫描，让证书占满画面，不要上传截图的缩略图',
  'picture-grown': () => '图片过大，请缩小后上传',
  'sheet-other': () => '这不是XLSX表格。请下载模板，用Excel或WPS填写，按“Excel工作簿（*.xlsx）”保存后上传',
  'csv-other': () =>
    '这不是XLSX或者CSV表格。请在财务软件里导出为Excel或者CSV，或者用Excel、WPS打开，另存为“Excel工作簿（*.xlsx）”后上传',
  'sheet-locked': () => '表格设置了打开密码，请去除密码后上传',
  'sheet-macro': () => '表格含有宏，不能接收。请另存为不含宏的“Excel工作簿（*.xlsx）”后上传',
  'sheet-external': () => '表格含有外部链接、外部数据或者嵌入的文件，不能接收。请把内容只按数值粘贴到下载的模板后上传',
  'sheet-too-large': () => '表格过大，不能接收。请只保留需要填写的行和列，或者把内容只按数值粘贴到下载的模板后上传',
  'sheet-broken': () => '表格不完整或不是普通的XLSX，请用Excel或WPS打开，另存为“Excel工作簿（*.xlsx）”后上传',
  'text-other': () =>
    '这不是DOCX或者PDF。照片和扫描的图片读不出文字；其他文件请用Word或WPS打开，按“Word文档（*.docx）”保存后上传',
  'text-locked': () => '文件设置了打开密码，请去除密码后上传',
  'text-macro': () => '文件含有宏，不能接收。请另存为不含宏的“Word文档（*.docx）”后上传',
  'text-external': () => '文件含有外部链接的内容或者嵌入的文件，不能接收。请删去以后另存为“Word文档（*.docx）”上传',
  'text-too-large': () => '文件过大，不能接收。请只保留章程正文，另存为“Word文档（*.docx）”后上传',
  'text-broken': () => '文件不完整或不是普通的DOCX，请用Word或WPS打开，另存为“Word文档（*.docx）”后上传',
  'text-none': () =>
    '文件里没有文字，可能是扫描件，系统读不出来。请上传DOCX或者由Word、WPS导出的PDF，或者粘贴全文、逐条录入',
  'too-costly': () => '文件过于复杂，检查没有完成，请重新扫描或打印为普通PDF、JPG后上传',
} as const satisfies Record<string, (formats: string) => string>

export type FileFinding = keyof typeof fileFindings

/** What endings say of formats whose bytes are those of any archive. A name is only a claim: it only makes the advice better. */
const byEnding: Readonly<Record<string, FileFinding>> = {
  doc: 'word',
  docx: 'word',
  wps: 'word',
  xls: 'sheet',
  xlsx: 'sheet',
  et: 'sheet',
  ppt: 'slides',
  pptx: 'slides',
  dps: 'slides',
  ofd: 'ofd',
  heic: 'heic',
  heif: 'heic',
}
const vague: readonly FileFinding[] = ['unknown', 'archive', 'office']

/** The sentence for a finding about the file of that name. */
export const findingText = (finding: FileFinding, name: string, formats: string): string => {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  const named = vague.includes(finding) && Object.hasOwn(byEnding, ending) ? byEnding[ending] : undefined
  return fileFindings[named ?? finding](formats)
}
