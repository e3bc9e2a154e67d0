// Databases of their own for tests, on the server that AKEBONO_TEST_POSTGRESQL names.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

export const POSTGRESQL = process.env.AKEBONO_TEST_POSTGRESQL ?? '';

// The URL of a new, empty database.
export async function createDatabase() {
    if (!POSTGRESQL) throw new Error('AKEBONO_TEST_POSTGRESQL does not name a server: run scripts/with-postgresql npm test');
    const name = `akebono_clients_${randomBytes(6).toString('hex')}`;
    await psql(`create database ${name}`);
    return POSTGRESQL.replace(/\/[^/?]*(\?|$)/, `/${name}$1`);
}

export async function dropDatabase(url) {
    const name = /\/([^/?]+)(?:\?|$)/.exec(url)[1];
    await psql(`drop database if exists ${name} with (force)`);
}

async function psql(command) {
    await promisify(execFile)('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', POSTGRESQL, '-c', command]);
}
