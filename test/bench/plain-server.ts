import { createServer } from 'node:http'

/**
 * The measure of all pages: `node:http` and nothing else, answering with the page it was last told to (`PUT /page`,
 * status in `x-status`).
 */
let page = ''
let status = 200
const headers: Record<string, string | number> = {}

const server = createServer((req, res) => {
  if (req.url === '/usage') {
    const { user, system } = process.cpuUsage()
    res.end(JSON.stringify({ cpu: user + system, memory: process.memoryUsage.rss() }))
  } else if (req.url === '/page') {
    let text = ''
    req.setEncoding('utf8')
    req.on('data', (chunk: string) => {
      text += chunk
    })
    req.on('end', () => {
      page = text
      status = Number(req.headers['x-status'])
      headers['Content-Type'] = 'text/html; charset=utf-8'
      headers['Content-Length'] = Buffer.byteLength(text)
      res.end()
    })
  } else {
    res.writeHead(status, headers)
    res.end(page)
  }
})
server.listen(Number(process.env['PORT']), '127.0.0.1')
process.on('SIGTERM', () => {
  server.closeAllConnections()
  server.close()
})
