#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

struct evp_pkey_st;
struct x509_st;
struct ssl_ctx_st;

// A certificate with its key: an authority's, or a server's that one vouches for.
struct TestCertificate {
    std::shared_ptr<evp_pkey_st> key;
    std::shared_ptr<x509_st> certificate;
};
TestCertificate make_authority();
// For `name` ("remote.test"), until `days` from now.
TestCertificate make_certificate(const TestCertificate& authority, const std::string& name, int days = 1);

// Its certificate in PEM, in a file that goes with this object.
class CertificateFile {
public:
    explicit CertificateFile(const TestCertificate& certificate);
    ~CertificateFile();
    CertificateFile(const CertificateFile&) = delete;
    CertificateFile& operator=(const CertificateFile&) = delete;

    std::string path;
};

// A server on loopback that speaks TLS and answers every request with 200 "hello", one connection after the other.
class TlsServer {
public:
    explicit TlsServer(const TestCertificate& certificate);
    ~TlsServer();
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    std::string endpoint() const { return "127.0.0.1:" + std::to_string(port_); }
    // Those that were read: none from a client that does not trust us.
    int requests() const { return requests_; }

private:
    void serve_all();
    void serve(int fd);

    std::shared_ptr<ssl_ctx_st> context_;
    std::uint16_t port_ = 0;
    int listener_ = -1;
    std::atomic<int> requests_ = 0;
    std::atomic<bool> is_stopping_ = false;
    std::thread thread_;
};
