// What our people do in public bears a signature within, which others find right, whatever stands in it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { verifyJsonLd } from '@fedify/fedify/sig';
import { addPerson } from '../clients/support/people.js';
import { ROOT } from '../clients/support/server.js';
import { canonized, isSigned } from './linked_signature.js';
import { eventually, startWorld } from './world.js';

const PICTURES = path.join(ROOT, 'tests/fixtures/media');

let world, alice, carol, bob, keys;

before(async () => {
    world = await startWorld({ firstKnock: 'draft-cavage-http-signatures-12' });
    await addEmoji('blobcat');
    alice = await addPerson(world.server, 'alice');
    carol = await addPerson(world.server, 'carol');
    bob = await world.peer.addPerson('bob');
    keys = new Map();
    for (const person of [alice, carol]) {
        const actor = await bob.find(`${person.name}@${world.server.settings.domain}`);
        keys.set(actor.id.href, await pemOf(actor));
        await bob.follow(actor);
        await eventually('the follow', async () => (await person.ask('GET', '/api/v1/notifications?types[]=follow')).length === 1);
    }
});
after(() => world.stop());

async function addEmoji(name) {
    const folder = mkdtempSync(path.join(world.server.folder, 'emoji-'));
    copyFileSync(path.join(PICTURES, 'transparent.png'), path.join(folder, `${name}.png`));
    execFileSync('tar', ['-czf', 'emoji.tar.gz', `${name}.png`], { cwd: folder });
    await world.server.cli('emoji', 'import', path.join(folder, 'emoji.tar.gz'));
}

async function pemOf(actor) {
    const der = await crypto.subtle.exportKey('spki', (await actor.getPublicKey()).publicKey);
    return `-----BEGIN PUBLIC KEY-----\n${Buffer.from(der).toString('base64')}\n-----END PUBLIC KEY-----\n`;
}

async function upload(person, file, more = {}) {
    const body = new FormData();
    body.append('file', new Blob([readFileSync(path.join(PICTURES, file))]), file);
    for (const [name, value] of Object.entries(more)) body.append(name, value);
    return (await person.ask('POST', '/api/v2/media', { body })).id;
}

// The document that came and that `is` says is the one, as it was sent.
const came = (type, is = () => true) => eventually(`a document of ${type}`,
    async () => world.peer.documents.find((document) => document.type === type && is(document)));

async function assertSigned(document) {
    assert.ok(document.signature, 'there is no signature within');
    if (await isSigned(document, keys.get(document.actor))) return;
    const { signature, ...rest } = document;
    assert.fail(`the signature of this is wrong:\n${JSON.stringify(rest, null, 1)}\n${await canonized(rest)}`);
}

const about = ({ uri }) => ({ object }) => (object.id ?? object) === uri;

test('a post with everything in it, its edit and its end', async () => {
    const media = [
        await upload(alice, 'turned.jpg', { description: 'Ein "Bild"\nmit zwei Zeilen \\ 東京 🐈', focus: '0.25,-0.3333333333333333' }),
        await upload(alice, 'transparent.png', { focus: '0.25,-0.3333333333333333' }),
        await upload(alice, 'picture.webp', { focus: '0.0,1' }),
    ];
    const post = await alice.post(`@${bob.handle} @carol こんにちは #Fediverse #朝 "quoted" :blobcat: https://example.test/?a=b&c`, {
        media_ids: media, spoiler_text: 'CW :blobcat:', language: 'zh-TW', sensitive: true,
    });
    await assertSigned(await came('Create', about(post)));

    await alice.ask('PUT', `/api/v1/statuses/${post.id}`, { body: { status: 'edited', media_ids: media.slice(0, 2) } });
    await assertSigned(await came('Update', about(post)));

    await alice.ask('DELETE', `/api/v1/statuses/${post.id}`);
    const deletion = await came('Delete', about(post));
    await assertSigned(deletion);
    const { contextLoader, documentLoader } = world.peer.context;
    assert.ok(await verifyJsonLd(deletion, { contextLoader, documentLoader }));
});

test('polls, whose options look alike', async () => {
    const options = ['Tea', 'Coffee', 'Water', 'Milk'];
    for (const multiple of [true, false]) {
        const post = await alice.post(`which? ${multiple}`, { poll: { options, expires_in: 3600, multiple } });
        await assertSigned(await came('Create', about(post)));
    }
});

test('answers, unlisted posts, quotes and their end', async () => {
    const quoted = await carol.post('said by carol');
    const post = await alice.post('as she says', { visibility: 'unlisted', quoted_status_id: quoted.id, in_reply_to_id: quoted.id });
    await assertSigned(await came('Create', about(post)));

    await carol.ask('POST', `/api/v1/statuses/${quoted.id}/quotes/${post.id}/revoke`);
    await assertSigned(await came('Delete', ({ object }) => object.type === 'QuoteAuthorization'));
});

test('boosts, and that they are taken back', async () => {
    const post = await carol.post('to be boosted');
    await alice.ask('POST', `/api/v1/statuses/${post.id}/reblog`);
    await assertSigned(await came('Announce', about(post)));
    await alice.ask('POST', `/api/v1/statuses/${post.id}/unreblog`);
    await assertSigned(await came('Undo', ({ object }) => object.type === 'Announce'));
});

test('who somebody is, and what they feature', async () => {
    const tag = await alice.ask('POST', '/api/v1/featured_tags', { body: { name: 'Cats' } });
    await assertSigned(await came('Add'));
    await alice.ask('DELETE', `/api/v1/featured_tags/${tag.id}`);
    await assertSigned(await came('Remove'));

    await alice.ask('PATCH', '/api/v1/accounts/update_credentials', {
        body: {
            display_name: 'Alice :blobcat:', note: 'I like #cats', attribution_domains: ['example.test'],
            fields_attributes: [{ name: 'Web', value: 'https://alice.example' }, { name: 'Web', value: 'https://alice.example' }],
        },
    });
    await assertSigned(await came('Update', ({ object }) => object.type === 'Person'));
});

test('what is for some bears none, nor can another be put under it', async () => {
    const post = await alice.post(`@${bob.handle} for followers`, { visibility: 'private' });
    assert.equal((await came('Create', about(post))).signature, undefined);
    await alice.ask('DELETE', `/api/v1/statuses/${post.id}`);
    assert.equal((await came('Delete', about(post))).signature, undefined);

    const open = await came('Create', about(await alice.post('open')));
    assert.ok(await isSigned(open, keys.get(open.actor)));
    assert.equal(await isSigned({ ...open, object: { ...open.object, content: 'forged' } }, keys.get(open.actor)), false);
});

test('a poll that hides its counts', async () => {
    const post = await alice.post('日本語', { language: 'ja', poll: { options: ['はい', 'いいえ'], expires_in: 3600, hide_totals: true } });
    await assertSigned(await came('Create', about(post)));
});
