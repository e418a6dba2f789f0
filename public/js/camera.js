// A picture of the face from the camera, put into the same file field that also takes a file. Without a camera, or
// without the permission to use it, the file field stays what it was.

import { say } from './request.js'

const width = 720

export const start = (box) => {
  const input = document.getElementById(box.dataset.cameraInput)
  if (!input || !navigator.mediaDevices?.getUserMedia) return
  const part = (name) => box.querySelector(`[data-camera-${name}]`)
  const [live, still, open, take, again, region] = ['live', 'still', 'start', 'take', 'again', 'text'].map(part)
  let stream

  const show = (state) => {
    live.hidden = state !== 'live'
    still.hidden = state !== 'still'
    open.hidden = state !== 'closed'
    take.hidden = state !== 'live'
    again.hidden = state !== 'still'
  }

  const close = () => {
    for (const track of stream?.getTracks() ?? []) track.stop()
    stream = undefined
    live.srcObject = null
  }

  const begin = async () => {
    say(region, '正在打开摄像头，请在浏览器的提示中选择“允许”。')
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'user', width: { ideal: width } } })
      live.srcObject = stream
      await live.play()
      show('live')
      say(region, '请正对镜头，把面部放在画面中间，然后按“拍照”。')
      take.focus()
    } catch {
      close()
      show('closed')
      say(region, '摄像头没有打开：可能没有摄像头，或者没有允许使用。可以改为上传照片。', false)
    }
  }

  take.addEventListener('click', () => {
    const scale = Math.min(1, width / live.videoWidth)
    still.width = live.videoWidth * scale
    still.height = live.videoHeight * scale
    still.getContext('2d').drawImage(live, 0, 0, still.width, still.height)
    still.toBlob(
      (blob) => {
        if (!blob) {
          say(region, '没有拍成，请重新拍照。', false)
          return
        }
        const files = new DataTransfer()
        files.items.add(new File([blob], 'photo.jpg', { type: 'image/jpeg' }))
        input.files = files.files
        close()
        show('still')
        say(region, '已拍照。看得清楚就可以提交，不满意可以重新拍照。', true)
        again.focus()
      },
      'image/jpeg',
      0.9,
    )
  })
  open.addEventListener('click', begin)
  again.addEventListener('click', begin)
  // Who chooses a file instead does not send the camera's picture.
  input.addEventListener('change', () => {
    close()
    show('closed')
    say(region, '')
  })
  addEventListener('pagehide', close)
  box.hidden = false
}
