#include "search/search_api.h"

#include "accounts/account_json.h"
#include "base/text.h"
#include "search/account_search.h"
#include "search/hashtags.h"
#include "search/status_search.h"
#include "statuses/status_json.h"
#include "tags/tag_json.h"

#include <algorithm>

namespace search {

namespace {

struct Question {
    std::string text;
    std::string type; // accounts, statuses, hashtags; empty: all.
    int limit = 20;
    int offset = 0;
    AccountQuery::Among among = AccountQuery::Among::Everybody;
};

constexpr int kMaxOffset = 10'000;

int offset_of(const http::Request& request) {
    return static_cast<int>(std::clamp<std::int64_t>(request.integer("offset").value_or(0), 0, kMaxOffset));
}

AccountQuery::Among among_of(const http::Request& request) {
    return request.flag("following") && request.account().is_somebody() ? AccountQuery::Among::Followed
                                                                        : AccountQuery::Among::Everybody;
}

Result<std::string> text_of(const http::Request& request) {
    auto text = request.text_or("q", "");
    if (base::trim(text).empty()) {
        return base::refuse(base::Refusal::BadRequest, "param is missing or the value is empty or invalid: q");
    }
    return text;
}

// What costs much is for those who have signed in; an app by itself is nobody.
Result<> check_anonymous(const http::Request& request) {
    if (request.account().is_somebody()) return {};
    if (request.has("offset")) {
        return base::refuse(base::Refusal::Unauthorized,
                            "Search queries pagination is not supported without authentication");
    }
    if (request.flag("resolve")) {
        return base::refuse(base::Refusal::Unauthorized,
                            "Search queries that resolve remote resources are not supported without authentication");
    }
    return {};
}

Question question_of(const http::Request& request, std::string text) {
    Question question{.text = std::move(text),
                      .type = request.text_or("type", ""),
                      .limit = request.page(20, 40).limit,
                      .among = among_of(request)};
    if (!question.type.empty()) question.offset = offset_of(request);
    return question;
}

bool is_url(std::string_view text) { return text.starts_with("https://") || text.starts_with("http://"); }

bool is_address(std::string_view text) { return text.find('@') != std::string_view::npos || is_url(text); }

std::vector<AccountId> matching_accounts(const Question& question, const http::Request& request, db::Tx& tx) {
    if (!question.type.empty() && question.type != "accounts") return {};
    if (base::trim(question.text).starts_with('#')) return {};
    return find_accounts(tx, {.text = question.text,
                              .viewer = request.account().id,
                              .among = question.among,
                              .limit = question.limit,
                              .offset = question.offset});
}

std::optional<db::Rows> ask_for_matching_tags(const Question& question, db::Tx& tx) {
    if (!question.type.empty() && question.type != "hashtags") return std::nullopt;
    if (is_address(base::trim(question.text))) return std::nullopt;
    return ask_for_tags(tx, question.text, question.limit, question.offset);
}

// A post is found by its address only: the words of posts are not searched.
std::vector<StatusId> matching_statuses(const Question& question, db::Tx& tx) {
    if (!question.type.empty() && question.type != "statuses") return {};
    const auto text = base::trim(question.text);
    if (!is_url(text) || question.offset > 0) return {};
    const auto id = find_status_by_url(tx, text);
    return id ? std::vector{*id} : std::vector<StatusId>();
}

} // namespace

// https://docs.joinmastodon.org/methods/search/#v2
http::Reply get_search(const http::Request& request, db::Tx& tx) {
    TRY(check_anonymous(request));
    auto text = TRY(text_of(request));
    const Question question = question_of(request, std::move(text));
    auto asked_for_tags = ask_for_matching_tags(question, tx);
    const auto accounts = matching_accounts(question, request, tx);
    const auto statuses = matching_statuses(question, tx);
    const auto tags = ids_of_tags(std::move(asked_for_tags));
    return http::json([&](json::Writer& out) {
        out.begin_object();
        out.key("accounts");
        accounts::write_accounts(out, tx, accounts, request.account().id);
        out.key("statuses");
        statuses::write_statuses(out, tx, statuses, request.account());
        out.key("hashtags");
        tags::write_tags(out, tx, tags, request.account());
        out.empty_array_field("collections");
        out.end_object();
    });
}

// https://docs.joinmastodon.org/methods/accounts/#search
http::Reply get_account_search(const http::Request& request, db::Tx& tx) {
    auto text = TRY(text_of(request));
    const auto accounts = find_accounts(tx, {.text = std::move(text),
                                             .viewer = request.account().id,
                                             .among = among_of(request),
                                             .limit = request.page(40, 80).limit,
                                             .offset = offset_of(request)});
    return http::json([&](json::Writer& out) { accounts::write_accounts(out, tx, accounts, request.account().id); });
}

} // namespace search
