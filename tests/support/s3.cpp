#include "support/s3.h"

#include "base/crypto.h"
#include "base/json.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <stdexcept>

namespace {

const base::SystemClock kClock;

// http://ACCESS:SECRET@HOST:PORT
struct Server {
    std::string access_key, secret_key, authority;
};

const Server& server() {
    static const Server parts = [] {
        const char* url = std::getenv("AKEBONO_TEST_S3");
        Server read;
        if (!url) return read;
        const std::string text = std::string(url).substr(std::string_view("http://").size());
        const auto colon = text.find(':'), at = text.find('@');
        read.access_key = text.substr(0, colon);
        read.secret_key = text.substr(colon + 1, at - colon - 1);
        read.authority = text.substr(at + 1);
        return read;
    }();
    return parts;
}

std::shared_ptr<http::DirectClient> direct_client() {
    return std::make_shared<http::DirectClient>("/etc/ssl/certs/ca-certificates.crt");
}

http::Incoming ask_server(const std::string& method, const std::string& path, const std::string& body) {
    const s3::Signable request{.method = method,
                               .authority = server().authority,
                               .path = path,
                               .headers = body.empty()
                                              ? http::Headers{}
                                              : http::Headers{{"Content-Type", "application/x-www-form-urlencoded"}},
                               .body_sha256 = base::sha256_hex(body)};
    const auto answer = direct_client()->send(
        {.method = method,
         .url = "http://" + server().authority + path,
         .headers = signed_headers(request, {.access_key = server().access_key, .secret_key = server().secret_key},
                                   "us-east-1", kClock.now()),
         .body = body});
    if (!answer || answer->status != 200) {
        throw std::runtime_error(method + " " + path + ": " + (answer ? answer->body : answer.error().message));
    }
    return *answer;
}

std::string text_between(const std::string& text, const std::string& element) {
    const auto begin = text.find("<" + element + ">");
    if (begin == std::string::npos) throw std::runtime_error("there is no " + element + " in " + text);
    const auto from = begin + element.size() + 2;
    return text.substr(from, text.find('<', from) - from);
}

std::string pass_on(const std::string& request) {
    const auto line_end = request.find("\r\n") + 2;
    const auto whole = request.substr(0, line_end) + "Connection: close\r\n" + request.substr(line_end);
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(server().authority.substr(10))));
    std::string answer;
    if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 && RawServer::Peer(fd).send(whole)) {
        char buffer[65536];
        for (ssize_t count = 0; (count = ::recv(fd, buffer, sizeof buffer, 0)) > 0;) {
            answer.append(buffer, static_cast<std::size_t>(count));
        }
    }
    ::close(fd);
    return answer;
}

std::string refusal(const std::string& status, const std::string& code) {
    return raw_answer(status,
                      "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>as told</Message></Error>",
                      "Content-Type: application/xml\r\n");
}

} // namespace

bool has_s3() { return !server().authority.empty(); }
std::string s3_endpoint() { return "http://" + server().authority; }
std::string s3_access_key() { return server().access_key; }
std::string s3_secret_key() { return server().secret_key; }

std::string make_bucket() {
    static std::atomic<int> count = 0;
    auto name = "test-" + std::to_string(::getpid()) + "-" + std::to_string(kClock.now().time_since_epoch().count())
                + "-" + std::to_string(++count);
    ask_server("PUT", "/" + name, "");
    return name;
}

TestBucket open_test_bucket(TestBucketParts parts) {
    s3::Credentials credentials{.access_key = parts.access_key.empty() ? server().access_key : parts.access_key,
                                .secret_key = parts.secret_key.empty() ? server().secret_key : parts.secret_key};
    auto client = direct_client();
    if (!parts.environment.empty()) parts.fetch = s3::role_of_this_machine(client, parts.environment);
    if (!parts.fetch) parts.fetch = [credentials] { return credentials; };
    const auto endpoint = base::Url::parse(parts.endpoint.empty() ? s3_endpoint() : parts.endpoint);
    return std::make_unique<s3::Bucket>(s3::BucketParts{
        .place =
            {.endpoint = endpoint.value(), .region = "us-east-1", .bucket = parts.bucket, .style = s3::Style::Path},
        .client = client,
        .wallet = std::make_unique<s3::Wallet>(std::move(parts.fetch), kClock),
        .clock = kClock,
        .first_pause = std::chrono::milliseconds(1),
        .part_bytes = parts.part_bytes});
}

s3::Credentials assume_role() {
    const auto answer = ask_server("POST", "/",
                                   "Action=AssumeRole&Version=2011-06-15&RoleSessionName=test"
                                   "&RoleArn=arn%3Aaws%3Aiam%3A%3A%3Arole%2Fweb");
    return {.access_key = text_between(answer.body, "AccessKeyId"),
            .secret_key = text_between(answer.body, "SecretAccessKey"),
            .session_token = text_between(answer.body, "SessionToken"),
            .expires_at = base::parse_iso8601(text_between(answer.body, "Expiration"))};
}

http::Incoming get_url(const std::string& url) {
    auto answer = direct_client()->send({.url = url});
    if (!answer) throw std::runtime_error(url + ": " + answer.error().message);
    return std::move(*answer);
}

FaultyProxy::FaultyProxy()
    : server_(std::make_unique<RawServer>(
        [this](const std::string& request, const RawServer::Peer& peer) { return serve(request, peer); })) {}

void FaultyProxy::fail_next(std::deque<ProxyFault> faults) {
    const std::lock_guard lock(mutex_);
    faults_ = std::move(faults);
}

std::vector<std::string> FaultyProxy::methods() const {
    std::vector<std::string> methods;
    for (const auto& request : server_->requests()) methods.push_back(request.substr(0, request.find(' ')));
    return methods;
}

bool FaultyProxy::serve(const std::string& request, const RawServer::Peer& peer) {
    auto fault = ProxyFault::None;
    {
        const std::lock_guard lock(mutex_);
        if (!faults_.empty()) {
            fault = faults_.front();
            faults_.pop_front();
        }
    }
    switch (fault) {
    case ProxyFault::SlowDown: return peer.send(refusal("503 Slow Down", "SlowDown"));
    case ProxyFault::InternalError: return peer.send(refusal("500 Internal Server Error", "InternalError"));
    case ProxyFault::TooMany: return peer.send(refusal("429 Too Many Requests", "TooManyRequests"));
    case ProxyFault::HangUp: return false;
    case ProxyFault::LoseAnswer: pass_on(request); return false;
    case ProxyFault::CutAnswer: {
        const auto answer = pass_on(request);
        peer.send(answer.substr(0, answer.size() / 2));
        return false;
    }
    case ProxyFault::None: break;
    }
    peer.send(pass_on(request));
    return false;
}

MetadataService::MetadataService(s3::Credentials credentials)
    : credentials_(std::move(credentials)),
      server_(std::make_unique<RawServer>(
          [this](const std::string& request, const RawServer::Peer& peer) { return serve(request, peer); })) {}

std::vector<std::string> MetadataService::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

bool MetadataService::serve(const std::string& request, const RawServer::Peer& peer) {
    const auto what = request.substr(0, request.find(" HTTP/"));
    const bool has_token = raw_header(request, "X-aws-ec2-metadata-token") == "a-token";
    const std::string roles = "GET /latest/meta-data/iam/security-credentials/";
    std::string body;
    if (what == "PUT /latest/api/token" && !raw_header(request, "X-aws-ec2-metadata-token-ttl-seconds").empty()) {
        body = "a-token";
    } else if (what == roles && has_token) {
        body = "web\n";
    } else if ((what == roles + "web" && has_token)
               || (what == "GET /container" && raw_header(request, "Authorization") == "pass")) {
        body = boost::json::serialize(base::json::Object{{"Code", "Success"},
                                                         {"AccessKeyId", credentials_.access_key},
                                                         {"SecretAccessKey", credentials_.secret_key},
                                                         {"Token", credentials_.session_token},
                                                         {"Expiration", base::iso8601(*credentials_.expires_at)}});
    } else {
        return peer.send(raw_answer("401 Unauthorized", ""));
    }
    {
        const std::lock_guard lock(mutex_);
        requests_.push_back(what);
    }
    return peer.send(raw_answer("200 OK", body));
}
