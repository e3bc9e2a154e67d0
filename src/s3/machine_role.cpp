#include "base/file.h"
#include "base/json.h"
#include "base/network.h"
#include "base/url.h"
#include "http/request.h"
#include "s3/wallet.h"

#include <cstdlib>
#include <fcntl.h>

namespace s3 {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kContainerHost = "http://169.254.170.2";
constexpr std::string_view kInstanceHost = "http://169.254.169.254";
constexpr const char* kRelative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
constexpr const char* kFull = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
constexpr const char* kToken = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
constexpr const char* kTokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
constexpr const char* kInstance = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
constexpr const char* kVariables[] = {kRelative, kFull, kToken, kTokenFile, kInstance};
constexpr int kAttempts = 3;

std::string value_of(const Environment& environment, const char* name) {
    const auto found = environment.find(name);
    return found == environment.end() ? "" : found->second;
}

// The answer's body. It stands beside us: what it does not say at once, it says when it is asked again.
std::string ask(http::DirectClient& client, const http::DirectRequest& request) {
    std::string why;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        const auto answer = client.send(request);
        if (answer && answer->status == 200) return answer->body;
        why = answer ? "it answered " + std::to_string(answer->status) : answer.error().message;
        if (answer && answer->status / 100 == 4 && answer->status != 429) break;
    }
    throw Fault("no credentials for the media store from " + request.url + ": " + why);
}

http::DirectRequest request_for(std::string method, std::string url, http::Headers headers) {
    return {.method = std::move(method),
            .url = std::move(url),
            .headers = std::move(headers),
            .max_bytes = 64 << 10,
            .deadline = 3s};
}

Credentials read_credentials(const std::string& text, const std::string& from) {
    const auto parsed = base::json::parse(text);
    if (!parsed || !parsed->is_object()) throw Fault("credentials from " + from + " are no JSON");
    const http::Params members(parsed->get_object());
    Credentials credentials{.access_key = members.text_or("AccessKeyId", ""),
                            .secret_key = members.text_or("SecretAccessKey", ""),
                            .session_token = members.text_or("Token", ""),
                            .expires_at = base::parse_iso8601(members.text_or("Expiration", ""))};
    if (credentials.access_key.empty() || credentials.secret_key.empty() || !credentials.expires_at) {
        throw Fault("credentials from " + from + " lack something: " + members.text_or("Message", "no reason given"));
    }
    return credentials;
}

// Secrets come from there, and a token goes there: over TLS, or to this very machine.
bool is_trusted(const base::Url& url) {
    if (url.is_https || base::is_loopback_host(url.host)) return true;
    return url.host == "169.254.170.2" || url.host == "169.254.170.23" || url.host == "[fd00:ec2::23]";
}

// Read each time: it is renewed where it lies.
std::string container_token(const Environment& environment) {
    const auto path = value_of(environment, kTokenFile);
    if (path.empty()) return value_of(environment, kToken);
    const base::File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) throw Fault("the file that " + std::string(kTokenFile) + " names cannot be read");
    auto token = base::read_up_to(file, 16 << 10);
    while (token.ends_with('\n') || token.ends_with('\r')) token.pop_back();
    return token;
}

Credentials of_container(http::DirectClient& client, const std::string& url, const Environment& environment) {
    http::Headers headers;
    if (auto token = container_token(environment); !token.empty()) headers.emplace_back("Authorization", token);
    return read_credentials(ask(client, request_for("GET", url, std::move(headers))), url);
}

// Version 2: a token first, which no page that somebody makes us fetch can get.
Credentials of_instance(http::DirectClient& client, const std::string& host) {
    const auto token =
        ask(client, request_for("PUT", host + "/latest/api/token", {{"X-aws-ec2-metadata-token-ttl-seconds", "300"}}));
    const http::Headers headers = {{"X-aws-ec2-metadata-token", token}};
    const auto folder = host + "/latest/meta-data/iam/security-credentials/";
    auto role = ask(client, request_for("GET", folder, headers));
    role = role.substr(0, role.find_first_of("\r\n"));
    if (role.empty()) throw Fault("this machine has no role that could use the media store");
    return read_credentials(ask(client, request_for("GET", folder + role, headers)), folder + role);
}

} // namespace

Wallet::Fetch role_of_this_machine(std::shared_ptr<http::DirectClient> client, const Environment& environment) {
    auto url = value_of(environment, kFull);
    if (const auto relative = value_of(environment, kRelative); !relative.empty()) {
        url = std::string(kContainerHost) + relative;
    }
    if (url.empty()) {
        auto host = value_of(environment, kInstance);
        if (host.empty()) host = kInstanceHost;
        if (host.ends_with('/')) host.pop_back();
        return [client = std::move(client), host] { return of_instance(*client, host); };
    }
    return [client = std::move(client), url, environment] {
        const auto parsed = base::Url::parse(url);
        if (!parsed || !is_trusted(*parsed)) throw Fault("credentials are not fetched from " + url);
        return of_container(*client, url, environment);
    };
}

Environment aws_environment() {
    Environment environment;
    for (const char* name : kVariables) {
        if (const char* value = std::getenv(name); value && *value) environment.emplace(name, value);
    }
    return environment;
}

} // namespace s3
