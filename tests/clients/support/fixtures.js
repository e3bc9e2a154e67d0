// Pictures of tests/fixtures/media.
import { createReadStream, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const TYPES = { jpg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp', mp4: 'video/mp4', ogg: 'audio/ogg' };
const urlOf = (name) => new URL(`../../fixtures/media/${name}`, import.meta.url);

// As browsers have them.
export function fixture(name) {
    const bytes = readFileSync(urlOf(name));
    return new Blob([bytes], { type: TYPES[basename(name).split('.')[1]] });
}

// As Node.js's own clients have them.
export const fixtureStream = (name) => createReadStream(urlOf(name));
