#pragma once

#include "support/http_client.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

// A browser without a screen: keeps cookies, follows redirects that stay here, and sends forms with the hidden fields
// that the page gave them.
class Visitor {
public:
    using Fields = std::map<std::string, std::string>;

    explicit Visitor(std::uint16_t port) : client_(port) {}
    explicit Visitor(HttpClient client) : client_(std::move(client)) {}

    // The page where it ends; a redirect to another site is the last reply, with its Location.
    HttpReply get(std::string_view path);
    // Sends the form of the last page that goes to `action`; `fields` replace and add.
    HttpReply submit(std::string_view action, const Fields& fields);
    // As it stands, without a form before it.
    HttpReply post(std::string_view action, const Fields& fields);

    // The hidden fields of the last page.
    const Fields& hidden() const { return hidden_; }
    std::string cookie(std::string_view name) const;
    void set_cookie(std::string name, std::string value) {
        cookies_.insert_or_assign(std::move(name), std::move(value));
    }
    void forget_cookies() { cookies_.clear(); }
    // Sent with forms, as browsers do; empty: not at all.
    std::string origin = "https://akebono.test";

private:
    HttpReply send(std::string_view method, std::string path, std::string body);
    HttpReply send_once(std::string_view method, const std::string& path, const std::string& body);

    HttpClient client_;
    std::map<std::string, std::string, std::less<>> cookies_;
    Fields hidden_;
};
