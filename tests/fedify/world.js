// Our server and a peer of somebody else's make, each behind nginx with TLS, and the waiting for what travels between.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, Server } from '../clients/support/server.js';
import { createDatabase } from '../clients/support/postgresql.js';
import { certificatesIn } from './certificates.js';
import { Peer } from './peer.js';
import { startTls } from './tls.js';

const ARRIVES_WITHIN_MS = 20_000;

export async function startWorld({ firstKnock }) {
    const [port, publicPort, peerPort, peerPublicPort] = [await freePort(), await freePort(), await freePort(), await freePort()];
    const tls = await startTls([{ from: publicPort, to: port }, { from: peerPublicPort, to: peerPort }]);
    const peer = new Peer({ origin: `https://localhost:${peerPublicPort}`, firstKnock });
    await peer.start(peerPort);
    const server = new Server(port, {
        domain: `localhost:${publicPort}`,
        https: true,
        trusted_proxies: ['127.0.0.0/8'],
        allowed_private_addresses: ['127.0.0.0/8', '::1/128'],
        'federation.ca_file': certificatesIn(process.env.TEST_CERTIFICATES).ca,
    });
    if (process.env.AKEBONO_TEST_DATABASE === 'postgresql') server.database = await createDatabase();
    await server.start();
    return {
        server, peer,
        async stop() {
            await server.stop();
            await peer.stop();
            await tls.stop();
        },
    };
}

// Waits until `look` answers something that is true, and returns that. What it throws meanwhile is its last word.
export async function eventually(what, look) {
    const deadline = Date.now() + ARRIVES_WITHIN_MS;
    let reason = '';
    while (Date.now() < deadline) {
        try {
            const found = await look();
            if (found) return found;
        } catch (error) {
            reason = `: ${error.message}`;
        }
        await pause(20);
    }
    assert.fail(`${what} did not happen within ${ARRIVES_WITHIN_MS / 1000} seconds${reason}`);
}
