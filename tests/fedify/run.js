// What `npm test` runs: certificates first, because Node.js reads whom it trusts when it starts; then the tests, on the
// Node.js that Fedify wants. Its queue never ends, so the tests say when they are done.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeCertificates } from './certificates.js';

const HERE = path.dirname(fileURLToPath(import.meta.url));

const folder = mkdtempSync(path.join(tmpdir(), 'akebono-fedify-'));
const certificates = makeCertificates(folder);
const { status, error } = spawnSync(
    path.join(HERE, 'node_modules/node/bin/node'),
    ['--test', '--test-force-exit', '--test-reporter=../clients/support/report.js', '--test-reporter-destination=stdout', ...process.argv.slice(2)],
    { cwd: HERE, stdio: 'inherit', env: { ...process.env, TEST_CERTIFICATES: folder, NODE_EXTRA_CA_CERTS: certificates.ca } },
);
rmSync(folder, { recursive: true, force: true });
if (error) throw error;
process.exit(status ?? 1);
