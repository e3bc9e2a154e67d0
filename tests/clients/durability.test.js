// kill -9 while posts stream in: every post that was answered 200 is there after the restart, on both databases.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addPerson } from './support/people.js';
import { POSTGRESQL } from './support/postgresql.js';
import { startServer } from './support/server.js';
import { unwatched } from './support/watch.js';

const ROUNDS = Number(process.env.AKEBONO_DURABILITY_ROUNDS ?? 5);
const WRITERS = 4;

// Posts until the server is gone; the ids that were answered 200. `onAnswer` hears of each.
async function postUntilItDies(person, writer, onAnswer) {
    const ids = [];
    for (let i = 0; i < 10_000; i++) {
        try {
            const { status, json } = await person.call('POST', '/api/v1/statuses', {
                body: { status: `writer ${writer} post ${i} #durability`, visibility: i % 2 ? 'public' : 'unlisted' },
                headers: { 'idempotency-key': `${person.server.process.pid}-${writer}-${i}` },
            });
            if (status !== 200) return ids;
            ids.push(json.id);
            onAnswer();
        } catch {
            return ids; // The connection was cut: nobody promised anything about this one.
        }
    }
    return ids;
}

// Both, unless one was asked for.
const ENGINES = process.env.AKEBONO_TEST_DATABASE ? [process.env.AKEBONO_TEST_DATABASE] : ['sqlite', 'postgresql'];

for (const engine of ENGINES) {
    const skip = engine === 'postgresql' && !POSTGRESQL ? 'AKEBONO_TEST_POSTGRESQL names no server' : false;
    test(`${engine}: ${ROUNDS} times killed, nothing lost that was answered`, { skip }, async () => {
        const server = await startServer({ engine });
        const person = await addPerson(server, 'writer');
        const reader = await addPerson(server, 'reader');
        await reader.ask('POST', `/api/v1/accounts/${person.id}/follow`);
        const answered = [];

        for (let round = 0; round < ROUNDS; round++) {
            const killAfter = 20 + Math.floor(Math.random() * 60);
            let answers = 0;
            let enough;
            const isEnough = new Promise((resolve) => { enough = resolve; });
            const writers = Array.from({ length: WRITERS }, (_, writer) => unwatched(() =>
                postUntilItDies(person, writer, () => ++answers === killAfter && enough())));
            await Promise.race([isEnough, Promise.all(writers)]);
            await server.kill();
            const ids = (await Promise.all(writers)).flat();
            assert.ok(ids.length >= killAfter, `only ${ids.length} posts were answered`);
            answered.push(...ids);
            await server.start();
        }

        const missing = [];
        for (const id of answered) {
            const { status } = await reader.call('GET', `/api/v1/statuses/${id}`);
            if (status !== 200) missing.push(id);
        }
        const { statuses_count: count } = await reader.ask('GET', `/api/v1/accounts/${person.id}`);
        const home = await reader.ask('GET', '/api/v1/timelines/home?limit=1');
        const wanted = answered.reduce((newest, id) => (BigInt(id) > BigInt(newest) ? id : newest));

        assert.deepEqual(missing, []);
        assert.equal(new Set(answered).size, answered.length, 'no id was given twice');
        assert.ok(count >= answered.length && count <= answered.length + ROUNDS * WRITERS, `${count} counted, ${answered.length} answered`);
        assert.ok(BigInt(home[0].id) >= BigInt(wanted), 'the home timeline has the newest');
        await server.stop();
    });
}
