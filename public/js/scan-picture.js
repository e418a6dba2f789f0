// A picture as a page of a scan: turned, cropped, and made as small as its letters allow. One picture is decoded at a
// time, and what was decoded is let go at once: a photograph takes fifty megabytes of a phone.

/** Longest side in pixels and quality, from what is clear to what is still readable. A4 at 2,200 is 188 dots an inch. */
export const levels = [
  { longest: 2200, quality: 0.82 },
  { longest: 1800, quality: 0.72 },
  { longest: 1500, quality: 0.6 },
]

/** What is cut off each side, as parts of the picture as it is turned. */
export const uncropped = { top: 0, right: 0, bottom: 0, left: 0 }

/** The same piece of paper after the picture was turned to the right. */
export const turnedCrop = ({ top, right, bottom, left }) => ({ top: left, right: top, bottom: right, left: bottom })

/**
 * Where a picture is drawn.
 * @param {{ width: number, height: number }} picture @param {number} turns quarters to the right
 * @returns the size of the canvas, and the six numbers of its transformation
 */
export const planOf = ({ width, height }, turns, { top, right, bottom, left }, longest) => {
  const [w, h] = turns % 2 === 0 ? [width, height] : [height, width]
  const [cutWidth, cutHeight] = [w * (1 - left - right), h * (1 - top - bottom)]
  const scale = Math.min(1, longest / Math.max(cutWidth, cutHeight))
  // The corner of the turned picture to which its first row begins, and the directions of its rows and columns.
  const [x, y, cos, sin] = [
    [0, 0, 1, 0],
    [w, 0, 0, 1],
    [w, h, -1, 0],
    [0, h, 0, -1],
  ][turns]
  return {
    width: Math.max(1, Math.round(cutWidth * scale)),
    height: Math.max(1, Math.round(cutHeight * scale)),
    transform: [cos, sin, -sin, cos, x - left * w, y - top * h].map((number) => number * scale || 0),
  }
}

/** Draws a picture turned and cropped; phones say in the file which side is up, and the browser has turned it so. */
export const draw = async (canvas, { file, turns, crop }, longest) => {
  const picture = await createImageBitmap(file)
  try {
    const plan = planOf(picture, turns, crop, longest)
    canvas.width = plan.width
    canvas.height = plan.height
    const pen = canvas.getContext('2d')
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, plan.width, plan.height)
    pen.imageSmoothingQuality = 'high'
    pen.setTransform(...plan.transform)
    pen.drawImage(picture, 0, 0)
    pen.resetTransform()
  } finally {
    picture.close()
  }
}

/** A page as the JPEG that goes into the PDF, with its size in pixels; `shown` is drawn with a small copy of it. */
export const pageOf = async (source, { longest, quality }, shown) => {
  const canvas = document.createElement('canvas')
  await draw(canvas, source, longest)
  const { width, height } = canvas
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
  const scale = 240 / Math.max(width, height)
  shown.width = Math.round(width * scale)
  shown.height = Math.round(height * scale)
  shown.getContext('2d').drawImage(canvas, 0, 0, shown.width, shown.height)
  // Some browsers keep the pixels until the canvas is collected.
  canvas.width = 0
  if (!blob) throw new Error('no picture was made')
  return { blob, width, height }
}

/** What is said of a file no browser at hand can draw. */
export const unreadable = ({ name, type }) =>
  /\.hei[cf]$/i.test(name) || /hei[cf]/.test(type)
    ? `“${name}”是 HEIC 格式，这个浏览器打不开。请在苹果手机“设置—相机—格式”中选“兼容性最佳”后重拍，或者把照片转成 JPG 再选。`
    : `“${name}”打不开，可能不是图片，或者已经损坏。请换一张。`
