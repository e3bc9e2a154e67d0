#include "support/tls_server.h"

#include "support/raw_server.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace {

void check(bool is_done) {
    if (!is_done) throw std::runtime_error("OpenSSL refuses");
}

std::shared_ptr<X509> new_certificate(EVP_PKEY* key, const std::string& name, int days) {
    std::shared_ptr<X509> certificate(X509_new(), X509_free);
    static std::atomic<long> serial = 1;
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial++);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -7L * 86'400);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), days * 86'400L);
    check(X509_set_pubkey(certificate.get(), key) == 1);
    auto* subject = X509_get_subject_name(certificate.get());
    check(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()),
                                     -1, -1, 0)
          == 1);
    return certificate;
}

void add_extension(X509* certificate, int kind, const std::string& value) {
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()), X509_EXTENSION_free);
    check(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

} // namespace

TestCertificate make_authority() {
    TestCertificate authority{{EVP_EC_gen("P-256"), EVP_PKEY_free}, {}};
    static std::atomic<int> count = 0;
    authority.certificate = new_certificate(authority.key.get(), "Authority " + std::to_string(++count), 1);
    auto* certificate = authority.certificate.get();
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE");
    check(X509_sign(certificate, authority.key.get(), EVP_sha256()) > 0);
    return authority;
}

TestCertificate make_certificate(const TestCertificate& authority, const std::string& name, int days) {
    TestCertificate server{{EVP_EC_gen("P-256"), EVP_PKEY_free}, {}};
    server.certificate = new_certificate(server.key.get(), name, days);
    auto* certificate = server.certificate.get();
    X509_set_issuer_name(certificate, X509_get_subject_name(authority.certificate.get()));
    add_extension(certificate, NID_subject_alt_name, "DNS:" + name);
    check(X509_sign(certificate, authority.key.get(), EVP_sha256()) > 0);
    return server;
}

CertificateFile::CertificateFile(const TestCertificate& certificate) : path("/tmp/akebono-authority.XXXXXX") {
    const int fd = ::mkstemp(path.data());
    check(fd >= 0);
    std::FILE* file = ::fdopen(fd, "w");
    PEM_write_X509(file, certificate.certificate.get());
    std::fclose(file);
}

CertificateFile::~CertificateFile() { ::unlink(path.c_str()); }

TlsServer::TlsServer(const TestCertificate& certificate)
    : context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free), listener_(listen_on_loopback(port_)) {
    check(SSL_CTX_use_certificate(context_.get(), certificate.certificate.get()) == 1);
    check(SSL_CTX_use_PrivateKey(context_.get(), certificate.key.get()) == 1);
    thread_ = std::thread([this] { serve_all(); });
}

TlsServer::~TlsServer() {
    is_stopping_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
}

void TlsServer::serve_all() {
    while (!is_stopping_) {
        const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) continue;
        serve(fd);
        ::close(fd);
    }
}

void TlsServer::serve(int fd) {
    const timeval patience{5, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context_.get()), SSL_free);
    SSL_set_fd(tls.get(), fd);
    if (SSL_accept(tls.get()) != 1) return;
    std::string request;
    char buffer[4096];
    while (request.find("\r\n\r\n") == std::string::npos) {
        const int count = SSL_read(tls.get(), buffer, sizeof buffer);
        if (count <= 0) return;
        request.append(buffer, static_cast<std::size_t>(count));
    }
    ++requests_;
    const auto answer = raw_answer("200 OK", "hello", "Connection: close\r\n");
    SSL_write(tls.get(), answer.data(), static_cast<int>(answer.size()));
    SSL_shutdown(tls.get());
}
