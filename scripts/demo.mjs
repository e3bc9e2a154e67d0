// node scripts/demo.mjs URL AKEBONO DATA
// Fills a new server at URL with people and posts in Japanese and English, as an app would. AKEBONO is the program and DATA its
// folder, for what only the command line can do.
import { execFileSync } from 'node:child_process';

const [url, akebono, data] = process.argv.slice(2);
const password = 'elephants never forget';

const people = [
    { username: 'aiko', name: 'あいこ', note: '京都の小さなパン屋です。朝が早い。\n#パン #京都', role: 'owner' },
    { username: 'bob', name: 'Bob', note: 'Bicycles, bridges and bad puns.', role: 'moderator' },
    { username: 'hinata', name: 'ひなた', note: '山と猫と写真。日本語と English で書きます。' },
    { username: 'carol', name: 'Carol Ng', note: 'Birdwatcher. Learning Japanese, slowly.' },
    { username: 'kenji', name: '健二', note: '静かに暮らしたい。フォローは承認制です。', locked: true },
];

const follows = [
    ['aiko', 'bob'], ['aiko', 'hinata'], ['bob', 'aiko'], ['bob', 'carol'], ['carol', 'aiko'], ['carol', 'bob'],
    ['carol', 'hinata'], ['hinata', 'aiko'], ['hinata', 'carol'], ['kenji', 'aiko'], ['kenji', 'hinata'],
    ['aiko', 'kenji'], ['bob', 'kenji'],
];

// `to` answers the post with that name; who likes, boosts and bookmarks it stands behind it.
const posts = [
    { name: 'hello', by: 'aiko', language: 'ja', text: 'はじめまして！今日からここで書きます。#自己紹介', likes: ['bob', 'hinata', 'carol'] },
    { name: 'hi', by: 'bob', language: 'en', text: 'Hello everyone! First day on this server. #introductions', likes: ['aiko', 'carol'] },
    { name: 'welcome', by: 'hinata', to: 'hello', language: 'ja', text: '@aiko ようこそ！パンの話、楽しみにしています🍞', likes: ['aiko'] },
    { name: 'bread', by: 'aiko', language: 'ja', text: '今朝の食パンが焼けました。\n\n外はカリカリ、中はもちもち。8時から並べます。#パン #京都', likes: ['hinata', 'carol', 'kenji'], boosts: ['hinata', 'carol'], bookmarks: ['carol'] },
    { name: 'bridge', by: 'bob', language: 'en', text: 'Rode across the old iron bridge today. 1,912 rivets on the west side alone (yes, I counted).\n#cycling', likes: ['carol'], boosts: ['carol'] },
    { name: 'rivets', by: 'carol', to: 'bridge', language: 'en', text: '@bob Only 1,912? I was riveted anyway.', likes: ['bob', 'aiko'] },
    { name: 'pun', by: 'bob', to: 'rivets', language: 'en', text: '@carol You win today. 🏆' },
    { name: 'mountain', by: 'hinata', language: 'ja', text: '初雪の比叡山。指先が冷たいけれど、空気がおいしい。#山 #写真', likes: ['aiko', 'carol', 'kenji'], boosts: ['aiko'] },
    { name: 'heron', by: 'carol', language: 'en', text: 'A grey heron stood in the river for forty minutes and caught nothing. Same. #birds', likes: ['bob', 'hinata'], boosts: ['bob'] },
    { name: 'kanji', by: 'carol', language: 'ja', text: '漢字を十こおぼえました。「鷺」はむずかしいです。#日本語', likes: ['aiko', 'hinata'] },
    { name: 'praise', by: 'aiko', to: 'kanji', language: 'ja', text: '@carol すごい！「鷺」は日本人でも書けない人が多いですよ。', likes: ['carol'] },
    { name: 'film', by: 'hinata', language: 'ja', warning: '映画の結末', text: '最後に猫は帰ってきます。安心して見てください。', likes: ['carol'] },
    { name: 'links', by: 'bob', language: 'en', text: 'The map I use for quiet roads: https://www.openstreetmap.org/ #cycling #maps', bookmarks: ['hinata'] },
    { name: 'quiet', by: 'kenji', visibility: 'private', language: 'ja', text: '猫が膝に乗ったので、今日はもう動けません。' },
    { name: 'aside', by: 'bob', visibility: 'unlisted', language: 'en', text: 'Note to self: buy inner tubes. Again.' },
    { name: 'letter', by: 'hinata', visibility: 'direct', language: 'ja', text: '@aiko 土曜日、食パンを二本お願いできますか？' },
    { name: 'reply', by: 'aiko', to: 'letter', visibility: 'direct', language: 'ja', text: '@hinata もちろんです。取っておきますね！' },
    { name: 'evening', by: 'aiko', language: 'ja', text: '本日の分は売り切れました。ありがとうございました！ #パン', likes: ['bob', 'hinata'] },
];

process.on('uncaughtException', (error) => {
    console.error(`The demo: ${error.message}`);
    process.exit(1);
});

await started();
const app = await post('/api/v1/apps', null, { client_name: 'Demo', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob', scopes: 'read write' });
const client = { client_id: app.client_id, client_secret: app.client_secret };
const ours = await post('/oauth/token', null, { ...client, grant_type: 'client_credentials', scope: 'read write' });

for (const person of people) await arrive(person);
const known = Object.fromEntries(people.map((person) => [person.username, person]));
for (const [who, whom] of follows) await post(`/api/v1/accounts/${known[whom].id}/follow`, known[who].token);
await post(`/api/v1/follow_requests/${known.aiko.id}/authorize`, known.kenji.token);

const ids = {};
for (const { name, by, to, text, warning, language, visibility, likes = [], boosts = [], bookmarks = [] } of posts) {
    const status = await post('/api/v1/statuses', known[by].token,
        { status: text, spoiler_text: warning, language, visibility, in_reply_to_id: ids[to] });
    ids[name] = status.id;
    for (const who of likes) await post(`/api/v1/statuses/${status.id}/favourite`, known[who].token);
    for (const who of boosts) await post(`/api/v1/statuses/${status.id}/reblog`, known[who].token);
    for (const who of bookmarks) await post(`/api/v1/statuses/${status.id}/bookmark`, known[who].token);
}

console.log(`\n${posts.length} posts by ${people.length} people at ${url}`);
console.log(`Sign in as ${people.map((person) => `${person.username}@example.com`).join(', ')}`);
console.log(`with the password: ${password}`);
console.log(`A token of aiko's, to try the API with: ${known.aiko.token}\n`);

// Signs a person up, lets them in, and writes their profile.
async function arrive(person) {
    const { username } = person;
    const token = await post('/api/v1/accounts', ours.access_token,
        { username, email: `${username}@example.com`, password, agreement: true, locale: /[ぁ-ん]/.test(person.note) ? 'ja' : 'en' });
    const rights = person.role ? ['--role', person.role] : [];
    execFileSync(akebono, ['accounts', 'modify', username, '--confirm', ...rights, '--data', data], { stdio: ['ignore', 'ignore', 'inherit'] });

    person.token = token.access_token;
    const profile = { display_name: person.name, note: person.note, locked: person.locked ?? false, discoverable: true };
    person.id = (await call('PATCH', '/api/v1/accounts/update_credentials', person.token, profile)).id;
}

async function started() {
    for (let tries = 0; tries < 100; tries++) {
        if (await fetch(`${url}/health`).then((answer) => answer.ok, () => false)) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no answer from ${url}/health within 10 seconds`);
}

function post(path, token, body) {
    return call('POST', path, token, body);
}

async function call(method, path, token, body = {}) {
    const answer = await fetch(url + path, {
        method,
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
}
