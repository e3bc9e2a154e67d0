// Whether a document bears a signature of its own that others would find right: RsaSignature2017, checked with `jsonld`
// and Node.js, which share nothing with our program. The contexts are those that Fedify brings along.
import { createHash, createVerify } from 'node:crypto';
import { preloadedContexts } from '@fedify/vocab-runtime';
import jsonld from 'jsonld';

async function documentLoader(url) {
    const document = preloadedContexts[url];
    if (!document) throw new Error(`a context that nobody needs: ${url}`);
    return { contextUrl: null, documentUrl: url, document };
}

// As the sorted sentences that are hashed.
export const canonized = (document) => jsonld.canonize(document, {
    algorithm: 'URDNA2015', format: 'application/n-quads', documentLoader, safe: false,
});

const hash = async (document) => createHash('sha256').update(await canonized(document)).digest('hex');

export async function isSigned({ signature, ...document }, publicKeyPem) {
    if (signature?.type !== 'RsaSignature2017') return false;
    const { creator, created, signatureValue } = signature;
    const options = await hash({ '@context': 'https://w3id.org/identity/v1', creator, created });
    return createVerify('RSA-SHA256').update(options + await hash(document)).verify(publicKeyPem, signatureValue, 'base64');
}
