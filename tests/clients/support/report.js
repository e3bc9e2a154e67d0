// What `npm test` prints: what failed, with the end of its server's log; what was skipped, and why; and the counts.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const SLOW_MS = 5000;
const LOG_LINES = 40;
const LOGS = fileURLToPath(new URL(`../../../build/client-tests/${process.env.AKEBONO_TEST_DATABASE ?? 'sqlite'}/`, import.meta.url));

export default async function* report(events) {
    const count = { pass: 0, fail: 0, skipped: 0 };
    const files = new Set();
    for await (const { type, data } of events) {
        if (type === 'test:stderr' || type === 'test:stdout') yield data.message;
        if (type !== 'test:pass' && type !== 'test:fail') continue;
        const file = path.basename(data.file ?? '');
        if (data.skip === 'test name does not match pattern') continue;
        if (data.skip !== undefined) {
            count.skipped++;
            yield `skipped: ${file}: ${data.name} (${data.skip})\n`;
        } else if (type === 'test:fail') {
            if (isOnlyAboutOthers(data)) continue;
            count.fail++;
            files.add(file);
            yield `FAILED: ${file}: ${data.name}\n${describe(data.details.error)}\n`;
        } else if (data.details.type !== 'suite' && !data.name.endsWith('.test.js')) {
            count.pass++;
            if (data.details.duration_ms > SLOW_MS) yield `slow: ${file}: ${data.name} (${Math.round(data.details.duration_ms)} ms)\n`;
        }
    }
    for (const file of files) yield endOfLog(file);
    yield `# pass ${count.pass}\n# fail ${count.fail}\n# skipped ${count.skipped}\n`;
    yield `${count.pass} passed, ${count.fail} failed, ${count.skipped} skipped\n`;
}

// A file or a suite fails with its tests: those are counted.
function isOnlyAboutOthers(data) {
    return data.details.error?.failureType === 'subtestsFailed';
}

function describe(error) {
    const cause = error?.cause ?? error;
    return String(cause?.stack ?? cause?.message ?? cause).split('\n').map((line) => `    ${line}`).join('\n');
}

function endOfLog(file) {
    try {
        const lines = readFileSync(path.join(LOGS, `${path.basename(file, '.test.js')}.log`), 'utf8').trim().split('\n');
        return `── the end of the server's log in ${file}\n${lines.slice(-LOG_LINES).join('\n')}\n`;
    } catch {
        return ''; // It has no server.
    }
}
