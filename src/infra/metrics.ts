import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Figures of one process in Prometheus text. */
export const createMetrics = () => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    requests: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Requests by route pattern and status',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [registry],
    }),
    smsRefused: new Counter({
      name: 'sms_codes_refused_total',
      help: 'SMS codes refused by the brake of the whole portal, by lane and window',
      labelNames: ['lane', 'window'],
      registers: [registry],
    }),
    smsGivenUp: new Counter({
      name: 'sms_given_up_total',
      help: 'Text messages that never went out, by template and reason',
      labelNames: ['template', 'why'],
      registers: [registry],
    }),
    sealsMissed: new Counter({
      name: 'seals_missed_total',
      help: 'Times a document could not be sealed and waits, by reason',
      labelNames: ['why'],
      registers: [registry],
    }),
    sealsAwaited: new Gauge({
      name: 'documents_awaiting_seal',
      help: 'Issued documents that wait for the seal of their authority, as of the last sweep',
      registers: [registry],
    }),
    jobs: new Counter({
      name: 'jobs_total',
      help: 'Jobs by name and result',
      labelNames: ['name', 'result'],
      registers: [registry],
    }),
  }
}
