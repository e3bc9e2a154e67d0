// A small server of somebody else's make: people, posts and inboxes on Fedify, an implementation of ActivityPub that
// shares nothing with ours.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { Temporal } from '@js-temporal/polyfill';
import { createFederation, generateCryptoKeyPair, InProcessMessageQueue, MemoryKvStore } from '@fedify/fedify';
import {
    Accept, Activity, Announce, Block, Create, Delete, Endpoints, Follow, Like, Mention, Move, Note, Person,
    PUBLIC_COLLECTION, Tombstone, Undo, Update,
} from '@fedify/vocab';

export class Peer {
    received = []; // Every activity that came with a signature that Fedify believes, oldest first.
    documents = []; // All that was posted here, as it stood.
    people = new Map();

    // `origin`: "https://localhost:4433". `firstKnock`: how it signs: 'rfc9421' or 'draft-cavage-http-signatures-12'.
    constructor({ origin, firstKnock }) {
        this.origin = origin;
        this.federation = createFederation({
            kv: new MemoryKvStore(),
            queue: new InProcessMessageQueue(),
            origin,
            allowPrivateAddress: true,
            firstKnock,
        });
        this.#dispatch();
    }

    async start(port) {
        this.server = createServer((request, response) => this.#answer(request, response).catch((fault) => {
            console.error(fault);
            response.writeHead(500).end();
        }));
        this.server.listen(port, '127.0.0.1');
        await once(this.server, 'listening');
    }

    async stop() {
        this.server.closeAllConnections();
        this.server.close();
        await once(this.server, 'close');
    }

    async addPerson(name, more = {}) {
        const person = new PeerPerson(this, name, await generateCryptoKeyPair('RSASSA-PKCS1-v1_5'), more);
        this.people.set(name, person);
        return person;
    }

    get context() {
        return this.federation.createContext(new URL(this.origin), undefined);
    }

    #dispatch() {
        this.federation.setActorDispatcher('/users/{identifier}', (ctx, name) => this.people.get(name)?.document(ctx) ?? null)
            .setKeyPairsDispatcher((ctx, name) => (this.people.has(name) ? [this.people.get(name).keys] : []));
        this.federation.setObjectDispatcher(Note, '/users/{name}/notes/{id}',
            (ctx, { name, id }) => this.people.get(name)?.notes.get(id) ?? null);
        this.federation.setFollowersDispatcher('/users/{identifier}/followers',
            (ctx, name) => ({ items: [...(this.people.get(name)?.followers.values() ?? [])] }));
        this.federation.setInboxListeners('/users/{identifier}/inbox', '/inbox')
            .on(Activity, async (ctx, activity) => {
                if (activity instanceof Follow) await this.#follow(ctx, activity);
                this.received.push(activity);
            });
    }

    async #follow(ctx, follow) {
        const name = ctx.parseUri(follow.objectId)?.identifier;
        const follower = await follow.getActor(ctx);
        const person = this.people.get(name);
        person.followers.set(follower.id.href, follower);
        if (!person.isLocked) await person.send(follower, new Accept({ ...person.headers('accepts'), object: follow }));
    }

    async #answer(message, response) {
        const chunks = [];
        for await (const chunk of message) chunks.push(chunk);
        if (message.method === 'POST') this.documents.push(JSON.parse(Buffer.concat(chunks)));
        const request = new Request(new URL(message.url, this.origin), {
            method: message.method,
            headers: Object.entries(message.headers).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
            body: chunks.length ? Buffer.concat(chunks) : undefined,
        });
        const answer = await this.federation.fetch(request, { contextData: undefined });
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(Buffer.from(await answer.arrayBuffer()));
    }
}

export class PeerPerson {
    followers = new Map();
    notes = new Map();
    sequence = 0;

    constructor(peer, name, keys, { isLocked = false, aliases = [] }) {
        Object.assign(this, { peer, name, keys, isLocked, aliases });
    }

    get handle() {
        return `${this.name}@${new URL(this.peer.origin).host}`;
    }
    get uri() {
        return this.peer.context.getActorUri(this.name);
    }

    async document(ctx) {
        const pairs = await ctx.getActorKeyPairs(this.name);
        return new Person({
            id: ctx.getActorUri(this.name),
            preferredUsername: this.name,
            name: `${this.name} of elsewhere`,
            summary: '<p>Writes from <b>another</b> server<script>alert(1)</script></p>',
            url: ctx.getActorUri(this.name),
            inbox: ctx.getInboxUri(this.name),
            endpoints: new Endpoints({ sharedInbox: ctx.getInboxUri() }),
            followers: ctx.getFollowersUri(this.name),
            manuallyApprovesFollowers: this.isLocked,
            publicKey: pairs[0].cryptographicKey,
            assertionMethods: pairs.map((pair) => pair.multikey),
            aliases: this.aliases,
        });
    }

    headers(kind) {
        return { id: new URL(`#${kind}/${++this.sequence}`, this.uri), actor: this.uri };
    }

    // `to`: an actor, several, or 'followers'.
    async send(to, activity) {
        await this.peer.context.sendActivity({ identifier: this.name }, to, activity, { preferSharedInbox: true });
    }

    find(handle) {
        return this.peer.context.lookupObject(handle);
    }

    async follow(target) {
        const follow = new Follow({ ...this.headers('follows'), object: target.id });
        await this.send(target, follow);
        return follow;
    }

    // `audience`: 'public', 'followers', or nobody but those mentioned ('mentioned').
    note(text, { audience = 'public', inReplyTo, mentions = [] } = {}) {
        const id = String(++this.sequence);
        const followers = this.peer.context.getFollowersUri(this.name);
        const note = new Note({
            id: this.peer.context.getObjectUri(Note, { name: this.name, id }),
            attribution: this.uri,
            content: `<p>${text}</p>`,
            replyTarget: inReplyTo,
            tos: audience === 'public' ? [PUBLIC_COLLECTION] : audience === 'followers' ? [followers] : mentions.map(({ id }) => id),
            ccs: audience === 'public' ? [followers, ...mentions.map(({ id }) => id)] : [],
            tags: mentions.map((actor) => new Mention({ href: actor.id, name: `@${actor.preferredUsername}` })),
            published: Temporal.Now.instant(),
        });
        this.notes.set(id, note);
        return note;
    }

    // Writes and sends it: to followers, or to `to` alone.
    async post(text, { to = 'followers', ...more } = {}) {
        const note = this.note(text, more);
        await this.send(to, new Create({ ...this.headers('creates'), object: note, tos: note.toIds, ccs: note.ccIds }));
        return note;
    }

    async edit(note, text) {
        const edited = note.clone({ content: `<p>${text}</p>`, updated: Temporal.Now.instant() });
        this.notes.set(this.peer.context.parseUri(note.id).values.id, edited);
        await this.send('followers', new Update({ ...this.headers('updates'), object: edited, tos: note.toIds, ccs: note.ccIds }));
    }

    async delete(note) {
        this.notes.delete(this.peer.context.parseUri(note.id).values.id);
        await this.send('followers', new Delete({ ...this.headers('deletes'), object: new Tombstone({ id: note.id }), tos: note.toIds, ccs: note.ccIds }));
    }

    like(target, uri) {
        return this.#act(target, new Like({ ...this.headers('likes'), object: uri }));
    }
    boost(target, uri) {
        return this.#act(target, new Announce({ ...this.headers('boosts'), object: uri, to: PUBLIC_COLLECTION, published: Temporal.Now.instant() }));
    }
    block(target) {
        return this.#act(target, new Block({ ...this.headers('blocks'), object: target.id }));
    }
    undo(target, activity) {
        return this.#act(target, new Undo({ ...this.headers('undoes'), object: activity }));
    }
    move(to) {
        return this.#act('followers', new Move({ ...this.headers('moves'), object: this.uri, target: to.uri }));
    }

    async #act(target, activity) {
        await this.send(target, activity);
        return activity;
    }
}
