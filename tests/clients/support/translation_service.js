// A service beside the tests that speaks like LibreTranslate, and knows a few words.
import { once } from 'node:events';
import http from 'node:http';

const KEY = 'key-of-the-service';
const WORDS = { Hello: 'こんにちは', world: '世界', Cats: '猫', Tea: 'お茶', Coffee: 'コーヒー' };
const LANGUAGES = [{ code: 'en', name: 'English', targets: ['en', 'ja'] }, { code: 'ja', name: 'Japanese', targets: ['en', 'ja'] }];
const translated = (html) => html.replace(/[A-Z]?[a-z]+/g, (word) => WORDS[word] ?? word);

export async function startTranslationService() {
    const asked = []; // What was to be translated.
    const service = http.createServer(async (request, response) => {
        let body = '';
        for await (const part of request.setEncoding('utf8')) body += part;
        if (request.url === '/translate') asked.push(JSON.parse(body));
        const answer = request.url === '/languages' ? LANGUAGES : { translatedText: asked.at(-1).q.map(translated) };
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(answer));
    });
    service.listen(0, '127.0.0.1');
    await once(service, 'listening');
    return {
        asked,
        key: KEY,
        // Keys of akebono.toml.
        settings: {
            'translation.service': 'libretranslate', 'translation.url': `http://127.0.0.1:${service.address().port}`, 'translation.api_key': KEY,
        },
        stop() {
            service.close();
            service.closeAllConnections?.();
        },
    };
}
