import { beginFile } from './each-file.ts'

// Read anew for every test file, see test/vitest.config.ts.
beginFile()
