// A certificate authority of our own, and a certificate for localhost.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

export function makeCertificates(folder) {
    const paths = certificatesIn(folder);
    const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    writeFileSync(path.join(folder, 'extensions'), 'subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n');
    openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', paths.ca, '-days', '2', '-subj', '/CN=Test CA');
    openssl('req', ...key, '-keyout', paths.key, '-out', 'localhost.csr', '-subj', '/CN=localhost');
    openssl('x509', '-req', '-in', 'localhost.csr', '-CA', paths.ca, '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2',
        '-extfile', 'extensions', '-out', paths.certificate);
    return paths;
}

export function certificatesIn(folder) {
    return {
        ca: path.join(folder, 'ca.pem'),
        certificate: path.join(folder, 'localhost.pem'),
        key: path.join(folder, 'localhost.key'),
    };
}
