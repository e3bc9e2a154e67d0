// What no client library would send, on a bare socket: each is refused in a word or two, and the connection is not misread.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { addPerson, nobody } from './support/people.js';
import { startServer } from './support/server.js';

let server, alice;

before(async () => {
    server = await startServer();
    alice = await addPerson(server, 'alice');
});
after(() => server.stop());

// All that comes back for these bytes until the server closes, or is silent for `quietMs` after an answer: it goes on reading for a while
// from those whom it has refused.
function exchange(bytes, { quietMs = String(bytes).includes('Connection: close') ? 5000 : 200 } = {}) {
    return new Promise((resolve, reject) => {
        const socket = net.connect(server.port, '127.0.0.1');
        let text = '';
        let quiet;
        const finish = () => { socket.destroy(); resolve(text); };
        socket.setEncoding('latin1').setTimeout(15_000, () => { socket.destroy(); reject(new Error('no answer')); });
        socket.on('data', (more) => { text += more; clearTimeout(quiet); quiet = setTimeout(finish, quietMs); });
        socket.on('close', finish).on('error', finish);
        socket.write(bytes);
    });
}

const statuses = (text) => [...text.matchAll(/HTTP\/1\.[01] (\d{3})/g)].map(([, status]) => Number(status));
const host = () => `Host: ${server.domain}\r\n`;
const get = (headers = '', path = '/api/v1/instance') => `GET ${path} HTTP/1.1\r\n${host()}${headers}\r\n`;
const postOf = (headers, body) => `POST /api/v1/apps HTTP/1.1\r\n${host()}${headers}\r\n${body}`;
const hidden = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';

const smuggling = {
    'both lengths': () => postOf('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${hidden}`),
    'two different lengths': () => postOf('Content-Length: 5\r\nContent-Length: 6\r\n', `aaaaa${hidden}`),
    'a list of lengths': () => postOf('Content-Length: 5, 6\r\n', `aaaaa${hidden}`),
    'a negative length': () => postOf('Content-Length: -5\r\n', hidden),
    'a length with a plus': () => postOf('Content-Length: +5\r\n', `aaaaa${hidden}`),
    'a hexadecimal length': () => postOf('Content-Length: 0x5\r\n', `aaaaa${hidden}`),
    'a length beyond counting': () => postOf('Content-Length: 99999999999999999999\r\n', hidden),
    'an unknown transfer encoding': () => postOf('Transfer-Encoding: xchunked\r\n', `0\r\n\r\n${hidden}`),
    'chunked, but not last': () => postOf('Transfer-Encoding: chunked, identity\r\n', `0\r\n\r\n${hidden}`),
    'a header continued on a new line': () => postOf('Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n', `0\r\n\r\n${hidden}`),
    'a space before the colon': () => postOf('Content-Length : 5\r\n', `aaaaa${hidden}`),
    'a bare line feed in a header': () => postOf('X: a\nContent-Length: 5\r\n', `aaaaa${hidden}`),
    'a bare carriage return in a header': () => postOf('X: a\rContent-Length: 5\r\n', `aaaaa${hidden}`),
    'a zero byte in a header': () => get('X: a\0b\r\n'),
    'a chunk size that is none': () => postOf('Transfer-Encoding: chunked\r\n', `zz\r\n${hidden}`),
    'a chunk size beyond counting': () => postOf('Transfer-Encoding: chunked\r\n', `FFFFFFFFFFFFFFFFFF\r\n${hidden}`),
    'no Host': () => 'GET /api/v1/instance HTTP/1.1\r\n\r\n',
    'two Hosts': () => get('Host: other.test\r\n'),
    'no version': () => `GET /api/v1/instance\r\n\r\n`,
    'another protocol': () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'TLS': () => Buffer.from('160301020001000001fc0303', 'hex'),
    'a method with a space': () => `GE T /api/v1/instance HTTP/1.1\r\n${host()}\r\n`,
    'bytes': () => Buffer.from(Array.from({ length: 256 }, (_, i) => i)),
};
for (const [name, bytes] of Object.entries(smuggling)) {
    test(`${name}: refused, and nothing after it is read as a request`, async () => {
        const text = await exchange(bytes());

        assert.ok(!text.includes('smuggled'), text);
        assert.ok(statuses(text).length <= 1, text);
        assert.ok(statuses(text).every((status) => status >= 400 && status < 500 || status === 501 || status === 505), text.slice(0, 300));
    });
}

test('too much header: 431; too long a path: 414 or 431; too large a body: 413', async () => {
    const many = Array.from({ length: 2000 }, (_, i) => `X-${i}: 1\r\n`).join('');

    assert.deepEqual(statuses(await exchange(get(`X-Long: ${'a'.repeat(200_000)}\r\n`))), [431]);
    assert.deepEqual(statuses(await exchange(get(many + many))), [431]);
    assert.ok([414, 431].includes(statuses(await exchange(get('', `/${'a'.repeat(200_000)}`)))[0]));
    assert.deepEqual(statuses(await exchange(postOf('Content-Type: application/json\r\nContent-Length: 500000000\r\n', '{}'))), [413]);
    const answer = await alice.call('POST', '/api/v1/statuses', { body: { status: 'a'.repeat(3_000_000) } }).catch((error) => error);
    assert.equal(answer.status, 413);
    assert.equal(typeof answer.json.error, 'string');
});

test('requests in a row on one connection are answered in order', async () => {
    const text = await exchange(get() + get('', '/api/v1/nothing') + get('', '/health') + get('Connection: close\r\n', '/api/v2/instance'));

    assert.deepEqual(statuses(text), [200, 404, 200, 200]);
});

test('HEAD has no body, and what follows is understood', async () => {
    const text = await exchange(`HEAD /api/v1/instance HTTP/1.1\r\n${host()}\r\n${get('Connection: close\r\n', '/health')}`);

    assert.deepEqual(statuses(text), [200, 200]);
    assert.ok(!text.includes('"uri"'));
});

test('chunked bodies and Expect: 100-continue work', async () => {
    const body = JSON.stringify({ client_name: 'chunked', redirect_uris: 'https://a.test/' });
    const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    const chunked = await exchange(postOf('Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n', chunk));
    const expecting = await exchange(postOf(`Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\nConnection: close\r\n`, body));

    assert.deepEqual(statuses(chunked), [200]);
    assert.equal(statuses(expecting).at(-1), 200);
});

test('headers that lie or are odd change nothing', async () => {
    const odd = {
        'accept-language': 'ja;q=abc, *;q=1000, \u00e9', accept: '*/*;q=nonsense', cookie: 'a=b; =; ;;; __Host-x', range: 'bytes=0-1', 'if-none-match': '*"',
        'x-forwarded-for': '203.0.113.1, <script>', 'x-forwarded-proto': 'gopher', 'x-forwarded-host': 'evil.test', forwarded: 'for=_x;host=evil.test',
        'accept-encoding': 'gzip;q=0, br;q=nonsense', authorization: '', 'idempotency-key': 'x'.repeat(5000), 'x-request-id': '<b>',
    };
    for (const [name, value] of Object.entries(odd)) {
        const { status, text } = await nobody(server).call('GET', '/api/v2/instance', { headers: { [name]: Buffer.from(value).toString('latin1') } });
        assert.ok([200, 304].includes(status), `${name}: ${status}`);
        assert.ok(!text.includes('evil.test') && !text.includes('gopher:'), name);
    }
    for (const authorization of ['Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz', 'Token x', `Bearer ${alice.token} x`, `Bearer ${alice.token}, Bearer x`]) {
        const { status } = await nobody(server).call('GET', '/api/v1/accounts/verify_credentials', { headers: { authorization } });
        assert.equal(status, 401, authorization);
    }
});

test('another Host does not change where links lead', async () => {
    const text = await exchange(`GET /api/v1/timelines/public?limit=1 HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n`);
    const nodeinfo = await exchange('GET /.well-known/nodeinfo HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n');

    assert.ok(!text.includes('evil.test'));
    assert.ok(!nodeinfo.includes('evil.test'));
});
