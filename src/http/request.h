#pragma once

#include "accounts/account.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"
#include "http/scopes.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

class Spool; // http/spool.h

enum class Method { Get, Head, Post, Put, Patch, Delete, Options };

// Who is asking: filled in by auth/ from the bearer token before the handler runs.
struct Caller {
    accounts::Account account; // id 0 without a token, and with an app's own token.
    UserId user;
    accounts::Role role = accounts::Role::User;
    std::string locale;
    TokenId token;
    ApplicationId application;
    Scope scopes = Scope::None;
    // Why this user may not use the API: not confirmed, not approved, disabled. Empty: may. Routes for `app()` look
    // away, so that such a user can still confirm or leave.
    std::string barred;
};

// A file of a multipart body.
struct File {
    std::string field; // "avatar", "a[b]".
    std::string filename;
    std::string content_type;
    std::string_view bytes; // Lives as long as the request; in Request::spool when there is one.
};

// One value of a tree of parameters as text: texts, numbers and booleans; nullopt for null, objects and arrays.
std::optional<std::string> text_of(const json::Value& value);
// As Rails casts: "0", "f", "false", "off", false and 0 are false, "" and null are absent, all else is true.
std::optional<bool> boolean_of(const json::Value& value);

// One page of a list, as min_id, max_id, since_id and limit ask for it.
// https://docs.joinmastodon.org/api/guidelines/#pagination
struct Page {
    std::int64_t max_id = std::numeric_limits<std::int64_t>::max(); // Only below this.
    std::int64_t since_id = 0;                                      // Only above this; newest first.
    std::int64_t min_id = 0; // Only above this, and those nearest to it. 0: not asked for.
    int limit = 20;          // 1 to the list's maximum.

    bool from_below() const { return min_id > 0; }
    std::int64_t lower() const { return min_id > since_id ? min_id : since_id; }
};

// Reads one level of a tree of parameters, as forgiving as Rails. A view: the tree outlives it.
class Params {
public:
    explicit Params(const json::Object& tree) : tree_(&tree) {}

    // Null when absent.
    const json::Value* param(std::string_view name) const;
    bool has(std::string_view name) const { return param(name) != nullptr; }
    // Text, numbers and booleans as text; nullopt when absent, null, or an object or array.
    std::optional<std::string> text(std::string_view name) const;
    std::string text_or(std::string_view name, std::string_view fallback) const;
    // As Rails casts: "0", "f", "false", "off", false and 0 are false, "" and null are absent, all else is true.
    std::optional<bool> boolean(std::string_view name) const;
    bool flag(std::string_view name) const { return boolean(name).value_or(false); }
    // Absent or no number: nullopt.
    std::optional<std::int64_t> integer(std::string_view name) const;
    // The texts among items(); one text is an array of one; empty when absent.
    std::vector<std::string> texts(std::string_view name) const;
    // The array's elements, or the values of a[0]=…, a[1]=… in the order of their numbers; empty when absent or
    // something else.
    std::vector<const json::Value*> items(std::string_view name) const;
    const json::Object* object(std::string_view name) const;

    // NotFound unless it is there and an id: what the path names is looked for and not found.
    template <typename IdType>
    Result<IdType> id(std::string_view name) const {
        const auto number = id_number(name);
        if (!number) return base::not_found();
        return IdType{*number};
    }
    // Absent or no id: nullopt.
    template <typename IdType>
    std::optional<IdType> maybe_id(std::string_view name) const {
        const auto number = id_number(name);
        return number ? std::optional<IdType>(IdType{*number}) : std::nullopt;
    }
    // Of an array, in order, without those that are no ids; at most `limit`.
    template <typename IdType>
    std::vector<IdType> ids(std::string_view name, std::size_t limit = 100) const {
        std::vector<IdType> result;
        for (const auto& text : texts(name)) {
            const auto number = base::parse_id(text);
            if (number && result.size() < limit) result.push_back(IdType{*number});
        }
        return result;
    }

private:
    std::optional<std::int64_t> id_number(std::string_view name) const;

    const json::Object* tree_;
};

// One parsed request. Query, form, multipart and JSON parameters are one tree, in Rails' spellings: a[]=1, a[b]=c,
// a[0][b]=c; what the path names wins over the body, the body over the query. Handlers see this and nothing else of
// HTTP.
class Request {
public:
    Request() = default;
    Request(Request&&) = default; // No copies: `files` look into `body`.
    Request& operator=(Request&&) = default;

    Method method = Method::Get;
    std::string path;   // Decoded, without the query.
    std::string query;  // Raw, without the "?".
    std::string target; // Path and query as they were sent: what signatures are over.
    std::vector<std::pair<std::string, std::string>> headers; // Names in lower case.
    std::string body;
    std::shared_ptr<Spool> spool; // The body of a route that spools, instead of `body`.
    std::string peer;             // The client's IP address: the last hop not in trusted_proxies.
    bool is_https = false;        // The client came over TLS, as a trusted proxy says.
    std::string request_id;
    bool may_wait = false; // It runs where waiting for other machines harms nobody: see wait_elsewhere().
    Caller caller;

    json::Object params;
    std::vector<File> files;

    // The account that is asking; accounts::anonymous() (id 0) when nobody is signed in.
    const accounts::Account& account() const { return caller.account; }

    // All that came after the header.
    std::string_view whole_body() const;
    // "" when absent.
    std::string_view header(std::string_view lower_case_name) const;
    // The value of a cookie; "" when absent.
    std::string_view cookie(std::string_view name) const;

    // What the path, the body and the query say, by its name at the top of the tree: see Params.
    Params all_params() const { return Params(params); }
    const json::Value* param(std::string_view name) const { return all_params().param(name); }
    bool has(std::string_view name) const { return all_params().has(name); }
    std::optional<std::string> text(std::string_view name) const { return all_params().text(name); }
    std::string text_or(std::string_view name, std::string_view fallback) const {
        return all_params().text_or(name, fallback);
    }
    std::optional<bool> boolean(std::string_view name) const { return all_params().boolean(name); }
    bool flag(std::string_view name) const { return all_params().flag(name); }
    std::optional<std::int64_t> integer(std::string_view name) const { return all_params().integer(name); }
    std::vector<std::string> texts(std::string_view name) const { return all_params().texts(name); }
    std::vector<const json::Value*> items(std::string_view name) const { return all_params().items(name); }
    const json::Object* object(std::string_view name) const { return all_params().object(name); }
    template <typename IdType>
    Result<IdType> id(std::string_view name) const {
        return all_params().id<IdType>(name);
    }
    template <typename IdType>
    std::optional<IdType> maybe_id(std::string_view name) const {
        return all_params().maybe_id<IdType>(name);
    }
    template <typename IdType>
    std::vector<IdType> ids(std::string_view name, std::size_t limit = 100) const {
        return all_params().ids<IdType>(name, limit);
    }
    const File* file(std::string_view field) const;

    // limit is |limit|, at most `max_limit`, `default_limit` when absent or 0.
    Page page(int default_limit = 20, int max_limit = 40) const;
};

} // namespace http
